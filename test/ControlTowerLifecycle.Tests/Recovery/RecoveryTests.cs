using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// Random organizations, messages and fault schedules. The environment sets the seed and the number of cases. The same
/// seed gives the same cases; a larger number adds more.
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

        Prop.ForAll(RecoveryCaseGenerator.Any, setup => { RecoveryRun.Run(setup); }).Check(Settings);
    }

    [Fact]
    public void Same_case_runs_identically_each_time()
    {
        foreach (var setup in RecoveryCaseGenerator.Any.Generator.Sample(50, new Rnd((ulong)Seed), 50))
        {
            RecoveryRun.Run(setup, out var first);
            RecoveryRun.Run(setup, out var second);

            Assert.Equal(first.Trace, second.Trace);
        }
    }

    private static Config Settings => Config.QuickThrowOnFailure
        .WithMaxTest(Cases)
        .WithQuietOnSuccess(true)
        .WithReplay(new Replay(new Rnd((ulong)Seed), null));

    private static int Read(string variable, int defaultValue) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : defaultValue;
}
