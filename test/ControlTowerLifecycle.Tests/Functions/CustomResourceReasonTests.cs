using ControlTowerLifecycle.Functions.Backfill;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Why a deployment failed: the sentence that a person reads in the stack's events.</summary>
public sealed class CustomResourceReasonTests : IDisposable
{
    private readonly FakeCloudFormation _cloudFormation = new(new ManualTime(At.Start));
    private readonly HttpClient _http;

    public CustomResourceReasonTests() => _http = new HttpClient(_cloudFormation) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _http.Dispose();

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
    public async Task An_answer_fits_into_4096_bytes_whatever_the_reason(string text)
    {
        await FailAsync(LongestRequest, string.Concat(Enumerable.Repeat(text, 10_000)));

        Assert.InRange(_cloudFormation.Put.Body.Length, 1, 4096);
    }

    [Fact]
    public async Task Half_a_character_in_a_reason_does_not_keep_the_answer_back()
    {
        await FailAsync(LongestRequest, new string('\ud83d', 10_000));

        Assert.InRange(_cloudFormation.Put.Body.Length, 1, 4096);
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("x😀")]
    [InlineData("xx😀")]
    public async Task A_reason_is_never_cut_within_a_character(string text)
    {
        await FailAsync(LongestRequest, string.Concat(Enumerable.Repeat(text, 10_000)));

        Assert.DoesNotContain('\ufffd', _cloudFormation.Put.Reason);
    }

    [Fact]
    public async Task A_reason_that_is_cut_says_so()
    {
        await FailAsync(Request, new string('x', 10_000));

        Assert.EndsWith("x…", _cloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Vendor said “no”: é, \" and \\.")]
    [InlineData("")]
    public async Task A_short_reason_arrives_as_it_is(string reason)
    {
        await FailAsync(Request, reason);

        Assert.Equal(reason, _cloudFormation.Put.Reason);
    }

    [Fact]
    public async Task The_advice_after_a_sentence_of_AWS_is_not_cut_off()
    {
        var sentence = new string('s', 900);

        await FailAsync(Request, $"{sentence}. Grant it.");

        Assert.EndsWith("Grant it.", _cloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    private static CustomResourceRequest Request =>
        CustomResourceRequest.TryRead(Payload.Bytes("CustomResource.Create.json"))!;

    /// <summary>As long as CloudFormation lets the names of a stack and of a resource be.</summary>
    private static CustomResourceRequest LongestRequest => new()
    {
        RequestType = "Create",
        ResponseUrl = FakeCloudFormation.ResponseUrl,
        StackId = $"arn:aws-us-gov:cloudformation:us-gov-west-1:111122223333:stack/{new string('s', 128)}/{Guid.Empty}",
        RequestId = $"{Guid.Empty}",
        LogicalResourceId = new string('R', 255),
    };

    private Task FailAsync(CustomResourceRequest request, string reason) =>
        new CustomResourceResponder(_http, new ManualTime(At.Start)).FailAsync(
            request, reason, TestContext.Current.CancellationToken);
}
