using ControlTowerLifecycle.Events;
using Xunit.Sdk;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Runs a case to its end. The queue is processed with the scheduled faults; then the named accounts have their
/// expected state. A walk checks all accounts, and its messages are processed; then all accounts have their expected
/// state, and another walk finds nothing to do.
/// </summary>
internal static class RecoveryRun
{
    /// <returns>The end state.</returns>
    public static string Run(RecoveryCase setup) => Run(setup, out _);

    /// <param name="setup">The case.</param>
    /// <param name="simulation">The simulation after the run.</param>
    /// <exception cref="XunitException">The state is not as expected. The message contains the trace.</exception>
    public static string Run(RecoveryCase setup, out RecoverySimulation simulation)
    {
        using var run = simulation = new RecoverySimulation(setup);
        try
        {
            run.ProcessQueue();
            if (!MayHaveUnnoticedKill(setup, run))
            {
                AssertExpectedState(run.Cloud, NamedAccounts(setup, run.Cloud), "after the queue was processed");
                AssertEvents(run.Cloud, NamedAccounts(setup, run.Cloud));
            }

            run.ClearFaults();
            run.Reconcile();
            run.ProcessQueue();
            AssertExpectedState(run.Cloud, run.Cloud.Accounts, "after a walk");
            AssertCompleted(run);
            return EndState.Of(run.Cloud);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new XunitException($"{fault.Message}\nTrace:\n{string.Join('\n', run.Trace)}", fault);
        }
    }

    /// <summary>
    /// If two processes have received the same message, it is deleted when one of them finishes. If the other is killed
    /// after that, only the next walk can find what it left unfinished.
    /// </summary>
    private static bool MayHaveUnnoticedKill(RecoveryCase setup, RecoverySimulation run) =>
        run.AnyKilled && setup.Faults.OfType<ScheduledFault.Redelivery>().Any();

    /// <summary>
    /// The accounts that at least one message must bring under protection, without those with a stale registration: a
    /// run that trusts the registration does not detect what another run left unfinished.
    /// </summary>
    private static IEnumerable<SimulatedAccount> NamedAccounts(RecoveryCase setup, SimulatedCloud cloud) => setup
        .ValidMessages
        .GroupBy(message => message.Account)
        .Where(messages => messages.Any(message => message.IsSufficient)
            && messages.All(message => message.Kind != MessageKind.WalkWithStaleRegistration))
        .Select(messages => cloud.Accounts[messages.Key]);

    private static void AssertExpectedState(SimulatedCloud cloud, IEnumerable<SimulatedAccount> accounts, string when)
    {
        foreach (var account in accounts)
        {
            var (expected, actual) = (EndState.Expected(cloud, account), EndState.Of(cloud, account));
            Assert.True(expected == actual, $"{when}\nexpected {expected}\nactual {actual}");
        }
    }

    /// <summary>No onboarding stays without an event, whatever was killed or lost.</summary>
    private static void AssertEvents(SimulatedCloud cloud, IEnumerable<SimulatedAccount> accounts)
    {
        foreach (var account in accounts.Where(account => account.WasChanged))
        {
            Assert.True(
                cloud.Events.Exists(sent =>
                    sent.Account == account.Managed.Id && sent.Type == AccountEventType.Onboarded),
                $"{account.Managed.Id} was onboarded without an event");
        }
    }

    private static void AssertCompleted(RecoverySimulation run)
    {
        var cloud = run.Cloud;
        Assert.True(cloud.Notices.Count == 0, $"failed permanently: {cloud.Notices.FirstOrDefault()?.Failure.Cause}");
        Assert.True(cloud.Queue.DeadLetters is [], $"received too often: {cloud.Queue.DeadLetters.FirstOrDefault()}");
        var touched = cloud.Accounts.FirstOrDefault(account =>
            !account.IsEligible && account.WasChanged);
        Assert.True(touched is null, $"{touched?.Managed.Id} is not eligible and was changed");
        Assert.Single(EndState.Foreign(cloud));
        Assert.DoesNotContain("unexpected failure", cloud.Output.Text, StringComparison.Ordinal);
        run.Reconcile();
        Assert.True(cloud.Queue.IsEmpty, "a further walk finds something to do");
    }
}
