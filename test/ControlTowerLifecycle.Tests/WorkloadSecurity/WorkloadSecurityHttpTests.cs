using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Which calls are repeated, and after which wait. Only registering is not idempotent.</summary>
public class WorkloadSecurityHttpTests
{
    private const string Registered = """{"ID":7}""";
    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecurityHttpTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_has_the_version_and_the_key_and_a_path_below_the_endpoint()
    {
        _wire.Answer(200, "{}");

        await FindExternalIdAsync();

        var sent = Assert.Single(_wire.Sent);
        Assert.Equal("https://workload.test/api/awsconnectorsettings", sent.Uri.AbsoluteUri);
        Assert.Equal("v1", sent.Header("api-version"));
        Assert.Equal("application/json", sent.Header("Accept"));
        Assert.Equal($"ApiKey {Sample.Key}", sent.Header("Authorization"));
        Assert.Null(sent.Header("Content-Type"));
    }

    [Fact]
    public async Task Body_is_sent_as_JSON()
    {
        _wire.Answer(200, Registered);

        await RegisterAsync();

        Assert.Equal("application/json", Assert.Single(_wire.Sent).Header("Content-Type"));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Idempotent_call_is_repeated_twice_after_growing_pauses(int status)
    {
        _wire.Answer(status).Answer(status).Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(1 + 2), _tenant.Waited);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Third_failure_is_thrown(int status)
    {
        _wire.Answer(status).Answer(status).Answer(status);

        Assert.Equal(status, (await FailureAsync(FindExternalIdAsync)).Status);
    }

    [Fact]
    public async Task Idempotent_call_is_repeated_after_no_response()
    {
        _wire.Fail(new HttpRequestException("refused")).Fail(new IOException("reset")).Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.True(_wire.IsOver);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task Registration_is_not_repeated_if_it_may_have_been_carried_out(int status)
    {
        _wire.Answer(status);

        Assert.Equal((status, FailureKind.Retryable), StatusAndKind(await FailureAsync(RegisterAsync)));
    }

    [Fact]
    public async Task Registration_is_not_repeated_after_no_response()
    {
        _wire.Fail(new HttpRequestException("reset"));

        Assert.Equal((null, FailureKind.Retryable), StatusAndKind(await FailureAsync(RegisterAsync)));
    }

    [Fact]
    public async Task Registration_is_repeated_after_429()
    {
        _wire.Answer(429).Answer(200, Registered);

        await RegisterAsync();

        Assert.True(_wire.IsOver);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(302)]
    public async Task Call_is_not_repeated_after_a_response_that_would_be_the_same_again(int status)
    {
        _wire.Answer(status);

        Assert.Equal(status, (await FailureAsync(FindExternalIdAsync)).Status);
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("8", 8)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("Fri, 20 Nov 2026 09:12:05 GMT", 5)]
    [InlineData("Fri, 20 Nov 2026 09:11:00 GMT", 1)]
    [InlineData("soon", 1)]
    public async Task Wait_is_the_longer_of_a_second_and_Retry_After(string retryAfter, double seconds)
    {
        _wire.Answer(429, "", ("Retry-After", retryAfter)).Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(seconds), _tenant.Waited);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Wait_of_more_than_eight_seconds_is_left_to_the_queue(int status)
    {
        _wire.Answer(status, "", ("Retry-After", "9"));

        var failure = await FailureAsync(FindExternalIdAsync);

        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
        Assert.Equal(TimeSpan.Zero, _tenant.Waited);
    }

    private Task FindExternalIdAsync() => _tenant.Api.FindExternalIdAsync(Token);

    private Task RegisterAsync() => _tenant.Api.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, Token);

    private async Task<WorkloadSecurityException> FailureAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(call);
        Assert.True(_wire.IsOver);
        return failure;
    }

    private static (int? Status, FailureKind Kind) StatusAndKind(WorkloadSecurityException failure) =>
        (failure.Status, failure.Kind);
}
