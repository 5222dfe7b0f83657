using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.FollowUps;

/// <summary>An account gets exactly one support case.</summary>
public sealed class SupportCasesTests
{
    private const int MostOrders = 100_000;
    private const int Seed = 20261127;

    [Fact]
    public void Two_processes_open_one_case_in_every_order_of_their_calls() => Schedules.All(MostOrders, choose =>
    {
        var (world, time) = NewWorld();
        var schedule = new Schedule(time, choose, mostTicks: 0);

        schedule.Drive(world.AttemptAsync(schedule, "a", 0, false), world.AttemptAsync(schedule, "b", 0, false));
        AssertOneCaseAfterTheLease(world, time);
    });

    public static TheoryData<int, bool> Kills =>
        [.. from call in Enumerable.Range(1, SupportWorld.MaximumCalls) from after in new[] { false, true } select (call, after)];

    [Theory]
    [MemberData(nameof(Kills))]
    public void Attempt_killed_at_any_call_leaves_one_case(int call, bool afterCall) => Schedules.Alone(() =>
    {
        var (world, time) = NewWorld();
        Run(world, time, "killed", call, afterCall);

        Run(world, time, "redelivered", 0, false);
        AssertOneCaseAfterTheLease(world, time);
    });

    /// <summary>Two processes at a time, killed at random calls, with random pauses and redeliveries.</summary>
    [Fact]
    public void Any_number_of_killed_and_concurrent_attempts_leaves_one_case() => Schedules.Some(3000, Seed, choose =>
    {
        var (world, time) = NewWorld();
        for (var round = 0; round < 4; round++)
        {
            var schedule = new Schedule(time, choose, mostTicks: 20);
            schedule.Drive(
                world.AttemptAsync(schedule, $"a{round}", choose(SupportWorld.MaximumCalls + 2), choose(2) == 1),
                world.AttemptAsync(schedule, $"b{round}", choose(SupportWorld.MaximumCalls + 2), choose(2) == 1));
            Assert.InRange(world.Cases, 0, 1);
            time.Advance(TimeSpan.FromMinutes(choose(8)));
        }

        AssertOneCaseAfterTheLease(world, time);
    });

    [Fact]
    public void Frozen_process_that_continues_after_its_lease_opens_no_case() => Schedules.Alone(() =>
    {
        var (world, time) = NewWorld();
        var frozen = new TaskCompletionSource();
        var schedule = new Schedule(time, _ => 0, mostTicks: 0);
        var attempt = world.AttemptAsync(schedule, "frozen", 0, false);
        schedule.Drive(Until(schedule, "frozen claim", frozen));
        time.Advance(SupportCases.Lease + TimeSpan.FromSeconds(1));
        Run(world, time, "other", 0, false);

        schedule.Drive(attempt);

        Assert.Equal(1, world.Cases);
    });

    [Fact]
    public void Case_on_record_is_not_looked_for_again() => Schedules.Alone(() =>
    {
        var (world, time) = NewWorld();
        Assert.IsType<SupportCaseResult.Opened>(Run(world, time, "first", 0, false));

        time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(new SupportCaseResult.Existing("case-0"), Run(world, time, "later", 0, false));
    });

    [Fact]
    public void Attempt_waits_while_another_one_holds_the_claim() => Schedules.Alone(() =>
    {
        var (world, time) = NewWorld();
        Run(world, time, "killed", 2, false);

        Assert.IsType<SupportCaseResult.Held>(Run(world, time, "other", 0, false));
        Assert.Equal(0, world.Cases);
    });

    private static (SupportWorld World, ManualTime Time) NewWorld()
    {
        var time = new ManualTime(At.Start);
        return (new SupportWorld(time), time);
    }

    /// <summary>A redelivery after every lease: it opens the case if no attempt has.</summary>
    private static void AssertOneCaseAfterTheLease(SupportWorld world, ManualTime time)
    {
        time.Advance(SupportCases.Lease + TimeSpan.FromSeconds(1));
        Assert.IsNotType<SupportCaseResult.Held>(Run(world, time, "last", 0, false));
        Assert.Equal(1, world.Cases);
    }

    private static SupportCaseResult? Run(SupportWorld world, ManualTime time, string claimant, int killAt, bool afterCall)
    {
        var schedule = new Schedule(time, _ => 0, mostTicks: 0);
        var attempt = world.AttemptAsync(schedule, claimant, killAt, afterCall);
        schedule.Drive(attempt);
        return attempt.GetAwaiter().GetResult();
    }

    /// <summary>A run that ends as soon as the call was made.</summary>
    private static async Task Until(Schedule schedule, string call, TaskCompletionSource made)
    {
        while (!schedule.Happened.Contains(call))
            await schedule.GateAsync("wait");

        made.SetResult();
    }
}
