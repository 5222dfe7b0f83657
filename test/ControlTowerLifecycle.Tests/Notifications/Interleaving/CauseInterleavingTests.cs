using System.Globalization;
using ControlTowerLifecycle.Notifications;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Sdk;

namespace ControlTowerLifecycle.Tests.Notifications.Interleaving;

/// <summary>
/// Accounts fail with one cause in several processes, which are killed between any two calls, while calls fail and messages
/// are received again.
/// </summary>
[Trait("Category", "Long")]
public sealed class CauseInterleavingTests
{
    private const int DefaultCases = 400;
    private const int DefaultSeed = 20261127;

    [Fact]
    public void No_account_is_lost_and_three_notifications_a_day_are_enough()
    {
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(Read("LIFECYCLE_PROPERTY_CASES", DefaultCases))
            .WithQuietOnSuccess(true)
            .WithReplay(new Replay(new Rnd((ulong)Read("LIFECYCLE_SEED", DefaultSeed)), null));

        Prop.ForAll(CauseCase.Any, Check).Check(config);
    }

    private static void Check(CauseCase setup)
    {
        var simulation = new CauseSimulation(setup);
        try
        {
            simulation.Run();
            var sent = simulation.Rig.Topic.Sent;
            var named = sent.SelectMany(notification => notification.Affected).CountBy(affected => affected.Id).ToList();

            Assert.Equal(setup.Accounts, named.Count);
            Assert.All(named, account => Assert.InRange(account.Value, 1, 1 + setup.Kills + setup.FailedCalls));
            Assert.All(sent, one => Assert.Equal(one.Affected.Count, one.Affected.DistinctBy(affected => affected.Id).Count()));
            Assert.All(sent, one => Assert.InRange(
                sent.Count(other => other.SentAt >= one.SentAt && other.SentAt < one.SentAt + CauseRecord.Day),
                1,
                CauseRecord.MostInADay));
            if (setup is { IsCalm: true, Minutes: <= 20 })
                Assert.InRange(sent.Count, 1, CauseRecord.MostInADay);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new XunitException($"{setup}: {fault.Message}\nTrace:\n{string.Join('\n', simulation.Trace)}", fault);
        }
    }

    private static int Read(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;
}
