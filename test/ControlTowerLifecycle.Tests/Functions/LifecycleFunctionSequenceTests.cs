namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Side by side and in turn. The landing zone throws where one account is worked on twice at once.</summary>
public sealed class LifecycleFunctionSequenceTests : LifecycleFunctionFixture
{
    [Fact]
    public async Task Different_accounts_are_worked_on_side_by_side()
    {
        var gate = Gate();
        LandingZone.With(Payments, _ => gate.Task).With(Audit, _ => gate.Task).With(LogArchive, _ => gate.Task);

        var invocation = HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Audit), Batch.Direct(LogArchive));

        Assert.Equal([Payments, Audit, LogArchive], LandingZone.Looked);
        gate.SetResult([]);
        Assert.Empty(await invocation);
    }

    [Fact]
    public async Task One_account_twice_in_a_batch_is_worked_on_in_turn()
    {
        var gate = Gate();
        LandingZone.With(Payments, _ => gate.Task).With(Audit);

        var invocation = HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Payments), Batch.Direct(Audit));

        Assert.Equal([Payments, Audit], LandingZone.Looked);
        gate.SetResult([]);
        Assert.Empty(await invocation);
        Assert.Equal([Payments, Audit, Payments], LandingZone.Looked);
    }

    [Fact]
    public async Task One_account_in_an_event_and_in_a_message_is_worked_on_in_turn()
    {
        var gate = Gate();
        LandingZone.With(Audit, _ => gate.Task).With(LogArchive);

        var invocation = HandedBackAsync(Payload.Text("SetupLandingZone.succeeded.json"), Batch.Direct(Audit));

        Assert.Equal([Audit, LogArchive], LandingZone.Looked);
        gate.SetResult([]);
        Assert.Empty(await invocation);
    }

    [Fact]
    public async Task The_second_turn_comes_also_where_the_first_ended_in_a_defect()
    {
        var looks = 0;
        LandingZone.With(Payments, _ => looks++ == 0
            ? Task.FromException<string[]>(new InvalidOperationException("a defect"))
            : Task.FromResult(Array.Empty<string>()));

        Assert.Equal(["m0"], await HandedBackAsync(Batch.Direct(Payments), Batch.Direct(Payments)));
    }

    private static TaskCompletionSource<string[]> Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
