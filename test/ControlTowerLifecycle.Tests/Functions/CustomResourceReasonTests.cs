using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Why a deployment failed: the text that the events of the stack show.</summary>
public sealed class CustomResourceReasonTests : IDisposable
{
    private readonly ManualTime _time = new(At.Start);
    private readonly Output _output = new();
    private readonly FakeCloudFormation _cloudFormation;
    private readonly HttpClient _http;

    public CustomResourceReasonTests()
    {
        _cloudFormation = new FakeCloudFormation(_time);
        _http = new HttpClient(_cloudFormation) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose()
    {
        _http.Dispose();
        _output.Dispose();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\"")]
    [InlineData("<")]
    [InlineData("é")]
    [InlineData("\u0001")]
    [InlineData("€")]
    [InlineData("😀")]
    [InlineData("\uffff")]
    [InlineData("x😀")]
    public async Task Response_fits_into_4096_bytes_with_any_reason(string text)
    {
        await FailAsync(LongestRequest, string.Concat(Enumerable.Repeat(text, 10_000)));

        Assert.InRange(_cloudFormation.Put.Body.Length, 1, 4096);
    }

    [Fact]
    public async Task Response_is_sent_although_the_reason_holds_half_a_character()
    {
        await FailAsync(LongestRequest, new string('\ud83d', 10_000));

        Assert.InRange(_cloudFormation.Put.Body.Length, 1, 4096);
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("x😀")]
    [InlineData("xx😀")]
    public async Task Reason_is_never_cut_within_a_character(string text)
    {
        await FailAsync(LongestRequest, string.Concat(Enumerable.Repeat(text, 10_000)));

        Assert.DoesNotContain('\ufffd', _cloudFormation.Put.Reason);
    }

    [Fact]
    public async Task Reason_that_is_cut_ends_in_an_ellipsis()
    {
        await FailAsync(Request, new string('x', 10_000));

        Assert.EndsWith("x…", _cloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Vendor said “no”: é, \" and \\.")]
    [InlineData("")]
    public async Task Short_reason_is_sent_unchanged(string reason)
    {
        await FailAsync(Request, reason);

        Assert.Equal(reason, _cloudFormation.Put.Reason);
    }

    [Fact]
    public async Task Advice_after_a_long_sentence_of_AWS_is_not_cut()
    {
        var sentence = new string('s', 900);

        await FailAsync(Request, $"{sentence}. Grant it.");

        Assert.EndsWith("Grant it.", _cloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    private static CustomResourceRequest Request =>
        CustomResourceRequest.TryRead(Payload.Bytes("CustomResource.Create.json"))!;

    /// <summary>With the longest names that CloudFormation allows for a stack and a resource.</summary>
    private static CustomResourceRequest LongestRequest => new()
    {
        RequestType = "Create",
        ResponseUrl = FakeCloudFormation.ResponseUrl,
        StackId = $"arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/{new string('s', 128)}/{Guid.Empty}",
        RequestId = $"{Guid.Empty}",
        LogicalResourceId = new string('R', 255),
    };

    private Task FailAsync(CustomResourceRequest request, string reason) =>
        new CustomResourceResponder(_http, new LifecycleLog(_output, _time), _time).FailAsync(
            request, reason, TestContext.Current.CancellationToken);
}
