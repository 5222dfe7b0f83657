using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Many accounts and the lowest call budget that the settings allow.</summary>
public sealed class MinimumCallShareTests
{
    [Fact]
    public void New_accounts_wait_for_the_budget_and_do_not_become_dead_letters()
    {
        const int accounts = 100;
        var created = Enumerable.Range(0, accounts).Select(account => new MessageSetup(MessageKind.Created, account));
        var organization = Enumerable.Repeat(AccountSetup.Default, accounts);
        var setup = new RecoveryCase([.. organization], [.. created], [], BatchSize: 10, PropagationSeconds: 0)
        {
            Share = CallBudget.LeastShare,
        };

        RecoveryRun.Run(setup, out var run);

        Assert.InRange(run.Cloud.Queue.MaximumReceiveCount, 1, 2);
    }
}
