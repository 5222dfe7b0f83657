namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>A process is killed at any one call. The next process completes its work.</summary>
public sealed class KilledRunTests
{
    public static TheoryData<string> Roles => [.. Enum.GetNames<RoleSetup>()];

    public static TheoryData<string> Connections => [.. Enum.GetNames<ConnectionSetup>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Run_killed_after_a_write_ends_like_an_undisturbed_run(string role) =>
        AssertSameEndState(role, run => run.Writes, afterCall: true);

    [Theory]
    [MemberData(nameof(Roles))]
    public void Run_killed_before_a_call_ends_like_an_undisturbed_run(string role) =>
        AssertSameEndState(role, run => Enumerable.Range(1, run.Trace.Count), afterCall: false);

    [Theory]
    [MemberData(nameof(Connections))]
    public void Run_killed_after_a_write_of_Cloud_Accounts_ends_like_an_undisturbed_run(string connection) =>
        AssertSameEndState(Connected(connection), run => run.Writes, afterCall: true);

    [Theory]
    [MemberData(nameof(Connections))]
    public void Run_killed_before_a_call_of_Cloud_Accounts_ends_like_an_undisturbed_run(string connection) =>
        AssertSameEndState(Connected(connection), run => Enumerable.Range(1, run.Trace.Count), afterCall: false);

    [Fact]
    public void Run_killed_after_a_write_with_both_protections_ends_like_an_undisturbed_run() => AssertSameEndState(
        Connected(nameof(ConnectionSetup.None)) with { Protections = ProtectionsSetup.Both },
        run => run.Writes,
        afterCall: true);

    /// <summary>
    /// Found by a random schedule: a run registers a connector after another run has searched for twins, and is killed
    /// before its own search. The role was the predecessor's. It was tagged before the first connector, which proves
    /// that its connectors are ours, so the next run removes the twin.
    /// </summary>
    [Fact]
    public void Twin_connector_left_by_a_killed_run_is_removed()
    {
        var account = new AccountSetup(AccountKind.Eligible, RoleSetup.Predecessor, ConnectorSetup.None);
        var created = new MessageSetup(MessageKind.Created, 0);
        MessageSetup[] messages = [created, new(MessageKind.Direct, 0), created];
        ScheduledFault[] kills =
            [new ScheduledFault.Kill(12, AfterCall: false), new ScheduledFault.Kill(23, AfterCall: true)];

        RecoveryRun.Run(new RecoveryCase([account], messages, kills, BatchSize: 1, PropagationSeconds: 0), out var run);

        var name = run.Cloud.Accounts[0].OurConnectorName;
        Assert.Single(run.Cloud.Vendor.Connectors, connector => connector.DisplayName == name);
    }

    private static void AssertSameEndState(string role, Func<RecoverySimulation, IEnumerable<int>> calls, bool afterCall)
    {
        foreach (var connectors in Enum.GetValues<ConnectorSetup>())
        {
            var account = new AccountSetup(AccountKind.Eligible, Enum.Parse<RoleSetup>(role), connectors);
            AssertSameEndState(Onboarding(account), calls, afterCall);
        }
    }

    private static void AssertSameEndState(
        RecoveryCase undisturbed, Func<RecoverySimulation, IEnumerable<int>> calls, bool afterCall)
    {
        var end = RecoveryRun.Run(undisturbed, out var run);
        foreach (var call in calls(run))
        {
            var killed = undisturbed with { Faults = [new ScheduledFault.Kill(call, afterCall)] };
            Assert.Equal(end, RecoveryRun.Run(killed));
        }
    }

    private static RecoveryCase Connected(string connection) =>
        Onboarding(AccountSetup.Default with { Connection = Enum.Parse<ConnectionSetup>(connection) }) with
        {
            Protections = ProtectionsSetup.CloudAccounts,
        };

    private static RecoveryCase Onboarding(AccountSetup account) =>
        new([account], [new MessageSetup(MessageKind.Created, 0)], [], 1, 0);
}
