using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Random organizations, messages and schedules of faults. How many, and the seed, come from the environment; the same
/// seed gives the same cases, and more of them where more are wanted.
/// </summary>
[Trait("Category", "Long")]
public sealed class RecoveryTests
{
    private const int DefaultCases = 300;
    private const int DefaultSeed = 20261120;

    private static int Seed => Read("LIFECYCLE_SEED", DefaultSeed);

    private static int Cases => Read("LIFECYCLE_PROPERTY_CASES", DefaultCases);

    [Fact]
    public void Any_schedule_of_faults_ends_in_the_right_state()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases} cases, LIFECYCLE_SEED={Seed}");

        Prop.ForAll(RecoveryCases.Any, one => { Recoveries.Run(one); }).Check(Settings);
    }

    [Fact]
    public void A_case_runs_alike_each_time()
    {
        foreach (var one in RecoveryCases.Any.Generator.Sample(50, new Rnd((ulong)Seed), 50))
        {
            Recoveries.Run(one, out var first);
            Recoveries.Run(one, out var second);

            Assert.Equal(first.Happened, second.Happened);
        }
    }

    private static Config Settings => Config.QuickThrowOnFailure
        .WithMaxTest(Cases)
        .WithQuietOnSuccess(true)
        .WithReplay(new Replay(new Rnd((ulong)Seed), null));

    private static int Read(string variable, int standard) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : standard;
}
