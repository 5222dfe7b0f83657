using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

/// <summary>A budget of many calls a minute, before the first response of the vendor.</summary>
public abstract class CallBudgetTest
{
    private protected CallBudgetTest() => Budget = new CallBudget(1000, Time);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ManualTime Time { get; } = new(Sample.Start);

    private protected CallBudget Budget { get; }

    /// <summary>A call that does not wait.</summary>
    private protected CallTurn Use() => Turn(Budget.WaitForTurnAsync(Token));

    /// <summary>The turn of a call that has started.</summary>
    private protected static CallTurn Turn(Task<CallTurn> call)
    {
        Assert.True(Entered(call));
        return call.Result;
    }

    /// <returns>How many seconds no call starts after a failure.</returns>
    private protected double PauseAfterFailure(double? retryAfter)
    {
        Budget.Failed(Use(), retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        return UntilEntered();
    }

    /// <returns>How many seconds the next call waits.</returns>
    private protected double UntilEntered()
    {
        var start = Time.GetUtcNow();
        var call = Budget.WaitForTurnAsync(Token);
        while (!call.IsCompleted)
            Time.Advance(Time.UntilNextTimer!.Value);

        Assert.True(Entered(call));
        return (Time.GetUtcNow() - start).TotalSeconds;
    }

    private protected static bool Entered(Task<CallTurn> call) =>
        call is { IsCompletedSuccessfully: true, Result.IsTaken: true };

    private protected static int Count(Task<CallTurn>[] calls) => calls.Count(Entered);

    private protected Task<CallTurn>[] Enter(int times) =>
        [.. Enumerable.Range(0, times).Select(_ => Budget.WaitForTurnAsync(Token))];
}
