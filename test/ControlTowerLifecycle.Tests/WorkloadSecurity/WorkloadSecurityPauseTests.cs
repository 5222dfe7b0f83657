using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>What the calls of one account mean for those of the other accounts in the same process.</summary>
public class WorkloadSecurityPauseTests
{
    private const string Registered = """{"ID":7}""";
    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecurityPauseTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_attempt_counts_towards_the_budget()
    {
        var tenant = new TenantClient(_wire, callsPerMinute: 2);
        _wire.Answer(500).Answer(500).Answer(500);

        await FailureAsync(() => tenant.Api.FindExternalIdAsync(Token));

        Assert.Equal(TimeSpan.FromSeconds(60), tenant.Waited);
    }

    [Fact]
    public async Task Call_that_would_wait_for_more_than_a_minute_is_not_made()
    {
        _wire.Answer(429, "", ("Retry-After", "61"));
        await FailureAsync(RegisterAsync);

        var failure = await FailureAsync(FindExternalIdAsync);

        Assert.Equal((null, FailureKind.Retryable), StatusAndKind(failure));
        Assert.Equal(TimeSpan.FromSeconds(61), failure.RetryAfter);
        Assert.Single(_wire.Sent);
    }

    [Fact]
    public async Task Calls_of_other_accounts_wait_after_429()
    {
        _wire.Answer(429, "", ("Retry-After", "60"));
        await FailureAsync(RegisterAsync);
        _wire.Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(60), _tenant.Waited);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Calls_of_other_accounts_wait_after_a_registration_that_the_vendor_as_a_whole_failed(int status)
    {
        _wire.Answer(status, "", ("Retry-After", "60"));
        await FailureAsync(RegisterAsync);
        _wire.Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(60), _tenant.Waited);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(408)]
    [InlineData(500)]
    public async Task Calls_of_other_accounts_are_made_after_a_registration_that_one_role_may_have_failed(int status)
    {
        _wire.Answer(status, "", ("Retry-After", "60"));
        await FailureAsync(RegisterAsync);
        _wire.Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.Zero, _tenant.Waited);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Calls_of_other_accounts_wait_after_a_search_that_failed(int status)
    {
        _wire.Answer(status, "", ("Retry-After", "9"));
        await FailureAsync(FindExternalIdAsync);
        _wire.Answer(200, Registered);

        await RegisterAsync();

        Assert.Equal(TimeSpan.FromSeconds(9), _tenant.Waited);
    }

    [Fact]
    public async Task Calls_of_other_accounts_wait_after_a_call_without_a_response()
    {
        _wire.Fail(new HttpRequestException("reset"));
        await FailureAsync(RegisterAsync);
        _wire.Answer(200, "{}");

        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(1), _tenant.Waited);
    }

    [Fact]
    public async Task Call_is_left_to_the_queue_if_the_process_pauses_for_more_than_eight_seconds()
    {
        foreach (var _ in Enumerable.Range(0, 5))
            _wire.Answer(503);
        await Assert.ThrowsAsync<WorkloadSecurityException>(FindExternalIdAsync);

        await FailureAsync(FindExternalIdAsync);

        Assert.Equal(TimeSpan.FromSeconds(1 + 2 + 4 + 8), _tenant.Waited);
    }

    [Fact]
    public async Task Call_that_was_not_made_is_not_repeated_within_the_invocation()
    {
        _wire.Answer(503, "", ("Retry-After", "56"));
        await FailureAsync(RegisterAsync);
        _tenant.Time.AutoAdvance = false;
        var (made, waited) = (FindExternalIdAsync(), FindExternalIdAsync());
        _wire.Answer(503, "", ("Retry-After", "7")).Answer(200, "{}");

        _tenant.Time.Advance(TimeSpan.FromSeconds(56));

        Assert.True(waited.IsCompleted);
        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(() => waited);
        Assert.Equal((false, TimeSpan.FromSeconds(7)), (failure.WasSent, failure.RetryAfter));
        _tenant.Time.Advance(TimeSpan.FromSeconds(7));
        await made;
    }

    [Fact]
    public async Task Pause_is_short_again_after_a_good_response()
    {
        _wire.Answer(429).Answer(200, "{}").Answer(429).Answer(200, "{}");

        await FindExternalIdAsync();
        await FindExternalIdAsync();

        Assert.Equal(TimeSpan.FromSeconds(1 + 1), _tenant.Waited);
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
