using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Notifications.Interleaving;

/// <summary>Accounts that fail with one cause, and what happens to the processes.</summary>
/// <param name="Accounts">The number of accounts; each has one message.</param>
/// <param name="Processes">The number of messages that are handled at the same time.</param>
/// <param name="Minutes">The time in which the messages arrive.</param>
/// <param name="Seed">Orders the calls and chooses where the faults happen.</param>
internal sealed record CauseCase(int Accounts, int Processes, int Minutes, int Seed)
{
    /// <summary>The number of processes that are killed before or after a call.</summary>
    public int Kills { get; init; }

    /// <summary>The number of calls that fail before they have an effect, or after it.</summary>
    public int FailedCalls { get; init; }

    /// <summary>The number of messages that are received again although they were completed.</summary>
    public int Redeliveries { get; init; }

    /// <summary>Nothing happens that may repeat or delay a notification.</summary>
    public bool IsCalm => Kills + FailedCalls == 0;

    public static Arbitrary<CauseCase> Any { get; } = (
        from accounts in Gen.Choose(1, 40)
        from processes in Gen.Choose(1, 8)
        from minutes in Gen.Elements(0, 1, 20, 600, 3000)
        from kills in Gen.Elements(0, 0, 1, 2, 5)
        from failedCalls in Gen.Elements(0, 0, 1, 5)
        from redeliveries in Gen.Elements(0, 0, 2, 10)
        from seed in Gen.Choose(0, int.MaxValue)
        select new CauseCase(accounts, processes, minutes, seed)
        {
            Kills = kills,
            FailedCalls = failedCalls,
            Redeliveries = redeliveries,
        }).ToArbitrary();
}
