using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Aws;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Hosting;

/// <summary>How long the two functions wait if the vendor requests a pause of two minutes.</summary>
public sealed class ProcessBudgetTests : IAsyncDisposable
{
    private readonly ScriptedHttp _wire = new();
    private readonly ManualTime _time = new(Sample.Start) { AutoAdvance = true };
    private LoopbackServer? _aws;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _aws?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Lifecycle_function_fails_with_the_requested_wait()
    {
        var protection = await ThrottledAsync(LifecycleComposition.LongestWait);

        var refused = await Assert.ThrowsAsync<WorkloadSecurityException>(() => protection.ListAsync(Token));

        Assert.Equal(TimeSpan.FromMinutes(2), refused.RetryAfter);
    }

    [Fact]
    public async Task Walk_waits_as_requested()
    {
        var protection = await ThrottledAsync(BackfillComposition.LongestWait);
        _wire.Answer(200, """{"awsConnectors":[]}""");

        Assert.Equal(0, (await protection.ListAsync(Token)).Unclaimed);

        Assert.Equal(Sample.Start.AddMinutes(2), _time.GetUtcNow());
    }

    /// <summary>The vendor refuses the first call, which fails.</summary>
    private async Task<IProtection> ThrottledAsync(TimeSpan longestWait)
    {
        _aws = await LoopbackServer.StartAsync();
        _aws.On("GetSecretValue", "secret-text.json");
        var settings = LifecycleSettings.From(SampleEnvironment.With(
            ("AWS_ENDPOINT_URL", _aws.Url.AbsoluteUri),
            ("WORKLOAD_SECURITY_EXTERNAL_ID", Sample.ExternalId),
            ("WORK_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/work")));
        var protection = new WorkloadSecurityComposition(
            settings,
            settings.WorkloadSecurity!,
            new NoRegistrationRecord(),
            new VendorTransport(new HttpClient(_wire) { Timeout = Timeout.InfiniteTimeSpan }, longestWait, _time),
            new LifecycleLog(Stream.Null, _time)).Protection;
        _wire.Answer(429, "", ("Retry-After", "120"));
        await Assert.ThrowsAsync<WorkloadSecurityException>(() => protection.ListAsync(Token));
        return protection;
    }
}
