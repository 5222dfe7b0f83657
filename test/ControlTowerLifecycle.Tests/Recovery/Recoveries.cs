using Xunit.Sdk;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Runs a case to its end: the queue is worked off while things go wrong; what was named is right by then; a walk
/// looks at everything, its messages are worked off, everything is right, and another walk finds nothing to do.
/// </summary>
internal static class Recoveries
{
    /// <returns>What the world looks like in the end.</returns>
    public static string Run(RecoveryCase setup) => Run(setup, out _);

    /// <param name="setup">The case.</param>
    /// <param name="simulation">How it ran.</param>
    /// <exception cref="XunitException">Something is not as it should be; the message says what happened.</exception>
    public static string Run(RecoveryCase setup, out Simulation simulation)
    {
        using var run = simulation = new Simulation(setup);
        try
        {
            run.WorkOff();
            if (!MayHaveDiedUnnoticed(setup, run))
                AssertRight(run.World, AccountsThatWereNamed(setup, run.World), "after the queue was worked off");

            run.Calm();
            run.Reconcile();
            run.WorkOff();
            AssertRight(run.World, run.World.Accounts, "after a walk");
            AssertNothingLeft(run);
            return EndState.Of(run.World);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new XunitException($"{fault.Message}\nWhat happened:\n{string.Join('\n', run.Happened)}", fault);
        }
    }

    /// <summary>
    /// A message that two processes have in hand is done with when one of them says so. What the other does after that,
    /// from what it saw before, and does not bring to its end, only the next walk sees.
    /// </summary>
    private static bool MayHaveDiedUnnoticed(RecoveryCase setup, Simulation run) =>
        run.AnyDied && setup.Disturbances.OfType<Disturbance.Redelivery>().Any();

    /// <summary>
    /// The accounts that one message or more has to bring under protection, without those of which a walk was mistaken:
    /// a run that believes it does not see what another left.
    /// </summary>
    private static IEnumerable<AccountInWorld> AccountsThatWereNamed(RecoveryCase setup, World world) => setup.Fitting
        .GroupBy(message => message.Account)
        .Where(about => about.Any(one => one.Suffices) && about.All(one => one.Kind != MessageKind.WalkedAndGone))
        .Select(about => world.Accounts[about.Key]);

    private static void AssertRight(World world, IEnumerable<AccountInWorld> accounts, string when)
    {
        foreach (var account in accounts)
        {
            var (wanted, actual) = (EndState.Wanted(account), EndState.Of(world, account));
            Assert.True(wanted == actual, $"{when}\nwanted {wanted}\nactual {actual}");
        }
    }

    private static void AssertNothingLeft(Simulation run)
    {
        var world = run.World;
        Assert.True(world.GivenUp.Count == 0, $"given up: {world.GivenUp.FirstOrDefault()?.Failure.Cause}");
        Assert.True(world.Queue.DeadLetters is [], $"received too often: {world.Queue.DeadLetters.FirstOrDefault()}");
        var touched = world.Accounts.FirstOrDefault(account => !account.IsEligible && account.Iam.Writes.Count > 0);
        Assert.True(touched is null, $"{touched?.Managed.Id} is not eligible and was written to");
        Assert.Single(EndState.Elsewhere(world));
        Assert.DoesNotContain("unexpected failure", world.Output.Text, StringComparison.Ordinal);
        run.Reconcile();
        Assert.True(world.Queue.IsEmpty, "the walk after the last one finds something to do");
    }
}
