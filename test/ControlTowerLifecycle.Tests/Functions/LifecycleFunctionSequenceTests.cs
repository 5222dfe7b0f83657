namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Runs in parallel and in sequence. The landing zone throws if two runs observe an account at once.</summary>
public sealed class LifecycleFunctionSequenceTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Different_accounts_run_in_parallel()
    {
        var gate = Gate();
        LandingZone.With(Payments, _ => gate.Task).With(Audit, _ => gate.Task).With(LogArchive, _ => gate.Task);

        var invocation = ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Equal([Payments, Audit, LogArchive], LandingZone.ObservedAccounts);
        gate.SetResult([]);
        Assert.Empty(await invocation);
    }

    [Fact]
    public async Task Two_messages_for_one_account_run_in_sequence()
    {
        var gate = Gate();
        LandingZone.With(Payments, _ => gate.Task).With(Audit);

        var invocation = ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Payments), Batch.Direct(Audit));

        Assert.Equal([Payments, Audit], LandingZone.ObservedAccounts);
        gate.SetResult([]);
        Assert.Empty(await invocation);
        Assert.Equal([Payments, Audit, Payments], LandingZone.ObservedAccounts);
    }

    [Fact]
    public async Task Event_and_message_for_one_account_run_in_sequence()
    {
        var gate = Gate();
        LandingZone.With(Audit, _ => gate.Task).With(LogArchive);

        var invocation = ReturnedIdsAsync(Payload.Text("SetupLandingZone.succeeded.json"), Batch.Direct(Audit));

        Assert.Equal([Audit, LogArchive], LandingZone.ObservedAccounts);
        gate.SetResult([]);
        Assert.Empty(await invocation);
    }

    [Fact]
    public async Task Second_run_starts_even_if_the_first_ended_in_a_defect()
    {
        var observations = 0;
        LandingZone.With(Payments, _ => observations++ == 0
            ? Task.FromException<string[]>(new InvalidOperationException("a defect"))
            : Task.FromResult(Array.Empty<string>()));

        Assert.Equal(["m0"], await ReturnedIdsAsync(Batch.Direct(Payments), Batch.Direct(Payments)));
    }

    private static TaskCompletionSource<string[]> Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
