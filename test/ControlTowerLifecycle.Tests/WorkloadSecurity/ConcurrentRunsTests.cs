using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>
/// Two processes handle the same event at the same time. In every order of their calls, and if eight seconds pass
/// between any two calls, the account ends with one connector and the right role.
/// </summary>
public class ConcurrentRunsTests
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/AnotherTeam";

    private static readonly PolicyDocument Trust = Sample.Role.Trust(Sample.ExternalId);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void New_account_gets_one_connector() => Explore(ticks: 1, (_, _, _) => { });

    [Fact]
    public void Unregistered_account_with_an_old_role_gets_one_connector() =>
        Explore(ticks: 1, (account, _, _) => account.Role = Role(Sample.Start.AddDays(-1)));

    [Fact]
    public void Account_with_a_new_role_of_a_crashed_run_gets_one_connector() =>
        Explore(ticks: 1, (account, _, _) => account.Role = Role(Sample.Start));

    [Fact]
    public void New_account_gets_one_connector_if_the_first_response_is_lost() =>
        Explore(ticks: 0, (_, vendor, _) => vendor.LoseNextResponse());

    [Fact]
    public void New_account_gets_one_connector_if_the_first_registration_is_throttled() =>
        Explore(ticks: 0, (_, vendor, _) => vendor.RefuseNext(429));

    [Fact]
    public void Account_registered_on_another_role_keeps_one_connector() => Explore(
        ticks: 1,
        (_, vendor, _) => vendor.Add(Sample.ConnectorName, OtherArn),
        vendor => Assert.Equal((Sample.ConnectorName, Sample.RoleArn), (vendor.Connectors[0].DisplayName, vendor.Connectors[0].RoleArn)),
        takesOver: true);

    [Fact]
    public void New_account_gets_one_connector_if_time_passes_repeatedly() =>
        Schedules.Some(3000, seed: 1, choose => Run(choose, ticks: 2, (_, _, _) => { }));

    /// <summary>
    /// A run that did not create the role can end with a retry, so that the queue delivers the message again.
    /// </summary>
    [Fact]
    public void New_account_gets_one_connector_if_its_role_takes_ten_seconds_to_propagate() =>
        Schedules.Some(2000, seed: 1, choose => Run(
        choose,
        ticks: 2,
        (_, vendor, time) => vendor.RoleIsAssumable = _ => time.GetUtcNow() - Sample.Start >= TimeSpan.FromSeconds(10),
        redelivers: true));

    [Fact]
    public void New_account_gets_one_connector_if_the_vendor_fails_loses_responses_and_throttles() =>
        Schedules.Some(3000, seed: 1, choose => Run(
        choose,
        ticks: 2,
        (_, vendor, _) =>
        {
            vendor.LoseNextResponse();
            vendor.RefuseNext(503);
            vendor.RefuseNext(429);
            vendor.LoseNextResponse();
        },
        redelivers: true));

    private static void Explore(
        int ticks, Action<FakeAccount, FakeVendor, ManualTime> setUp, Action<FakeVendor>? alsoAssert = null, bool takesOver = false)
    {
        var orders = Schedules.All(most: 100_000, choose => Run(choose, ticks, setUp, alsoAssert, takesOver: takesOver));

        // A scenario without a race would prove nothing.
        Assert.InRange(orders, 20, 100_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{orders} orders");
    }

    private static void Run(
        Func<int, int> choose, int ticks, Action<FakeAccount, FakeVendor, ManualTime> setUp, Action<FakeVendor>? alsoAssert = null,
        bool redelivers = false, bool takesOver = false)
    {
        var time = new ManualTime(Sample.Start);
        var account = new FakeAccount(time);
        using var vendor = new FakeVendor();
        setUp(account, vendor, time);
        var schedule = new Schedule(time, choose, ticks);
        Task<RunOutcome>[] runs =
        [
            .. new[] { "A", "B" }.Select(name => new LifecycleRun(name, time, account, vendor, schedule.GateAsync, takesOver).OnboardAsync(Token)),
        ];

        schedule.Drive(runs);
        if (redelivers && Array.Exists(runs, run => run.Result is RunOutcome.Retry))
        {
            time.Advance(TimeSpan.FromMinutes(1));
            runs = [new LifecycleRun("C", time, account, vendor, schedule.GateAsync, takesOver).OnboardAsync(Token)];
            schedule.Drive(runs);
        }

        Assert.All(runs, run => Assert.True(
            run.Result is RunOutcome.Onboarded or RunOutcome.Unchanged, $"{run.Result}: {schedule}"));
        Assert.True(vendor.Connectors.Count == 1, $"{vendor.Connectors.Count} connectors: {schedule}");
        Assert.Equal(Sample.RoleArn, vendor.Connectors[0].RoleArn);
        Assert.Equal(Trust, account.Role?.Trust);
        Assert.Equal(ConnectorRole.Policy, account.Role?.InlinePolicy);
        alsoAssert?.Invoke(vendor);
    }

    private static RoleState Role(DateTimeOffset createdAt) => new(
        Sample.RoleArn, Trust, ConnectorRole.Policy, [], Sample.Role.New(Sample.Id, Trust, connectorsBefore: 0).Tags, createdAt);
}
