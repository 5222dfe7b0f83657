using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>No answer, in time or at all.</summary>
public class WorkloadSecuritySilenceTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecuritySilenceTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_is_told_after_twenty_seconds()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            _wire.Hang(() => _tenant.Time.Advance(TimeSpan.FromSeconds(20)));

        var failure = await FailureAsync(AskAsync);

        Assert.Equal("Workload Security did not answer to GET /awsconnectorsettings within 20 s", failure.Message);
        Assert.Equal((null, FailureKind.Retryable), StatusAndRemedy(failure));
    }

    [Fact]
    public async Task Registering_is_given_a_minute_and_a_half()
    {
        var patient = true;
        _wire.Hang(() =>
        {
            _tenant.Time.Advance(TimeSpan.FromSeconds(89.9));
            patient = _tenant.Time.UntilNextTimer == TimeSpan.FromSeconds(0.1);
            _tenant.Time.Advance(TimeSpan.FromSeconds(0.1));
        });

        var failure = await FailureAsync(RegisterAsync);

        Assert.True(patient);
        Assert.Equal("Workload Security did not answer to POST /awsconnectors for 444455556666 within 90 s", failure.Message);
    }

    [Fact]
    public async Task The_deadline_is_not_taken_for_silence()
    {
        using var deadline = new CancellationTokenSource();
        _wire.Hang(deadline.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _tenant.Api.FindExternalIdAsync(deadline.Token));
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_of_an_answer_is_told_as_silence()
    {
        _wire.Answer(200, new StreamContent(new BrokenStream()));

        var failure = await FailureAsync(RegisterAsync);

        Assert.Equal("Workload Security did not answer to POST /awsconnectors for 444455556666: the connection broke", failure.Message);
    }

    private Task AskAsync() => _tenant.Api.FindExternalIdAsync(Token);

    private Task RegisterAsync() => _tenant.Api.CreateAsync(Sample.Id, Sample.Fields, Token);

    private async Task<WorkloadSecurityException> FailureAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(call);
        Assert.True(_wire.IsOver);
        return failure;
    }

    private static (int? Status, FailureKind Kind) StatusAndRemedy(WorkloadSecurityException failure) => (failure.Status, failure.Kind);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset by peer");
    }
}
