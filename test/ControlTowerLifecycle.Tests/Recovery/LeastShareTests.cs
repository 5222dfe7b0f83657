using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Many accounts and the fewest calls a minute that the settings allow.</summary>
public sealed class LeastShareTests
{
    [Fact]
    public void New_accounts_wait_for_their_turn_and_are_not_given_up_for_having_waited()
    {
        const int accounts = 100;
        var created = Enumerable.Range(0, accounts).Select(account => new MessageSetup(MessageKind.Created, account));
        var organization = Enumerable.Repeat(AccountSetup.Plain, accounts);
        var setup = new RecoveryCase([.. organization], [.. created], [], BatchSize: 10, PropagationSeconds: 0)
        {
            Share = CallBudget.LeastShare,
        };

        Recoveries.Run(setup, out var run);

        Assert.InRange(run.World.Queue.MostReceives, 1, 2);
    }
}
