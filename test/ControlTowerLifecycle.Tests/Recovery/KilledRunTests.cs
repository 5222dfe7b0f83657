namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>A process, killed at any one call: what it left is finished by the one that comes after it.</summary>
public sealed class KilledRunTests
{
    public static TheoryData<string> Roles => [.. Enum.GetNames<RoleSetup>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void Killed_after_any_write_it_ends_as_if_undisturbed(string role) =>
        AssertEndsAlike(role, run => run.Writes, afterDeed: true);

    [Theory]
    [MemberData(nameof(Roles))]
    public void Killed_before_any_call_it_ends_as_if_undisturbed(string role) =>
        AssertEndsAlike(role, run => Enumerable.Range(1, run.Happened.Count), afterDeed: false);

    /// <summary>
    /// What random schedules found: a run registers after another has looked for twins, and dies before it looks
    /// itself. The role was the predecessor's, and proves its connectors ours since it was tagged before the first one: the
    /// next run removes the twin.
    /// </summary>
    [Fact]
    public void A_twin_that_a_killed_run_left_on_the_predecessor_s_role_is_removed()
    {
        var account = new AccountSetup(AccountKind.Eligible, RoleSetup.Predecessors, ConnectorSetup.None);
        var created = new MessageSetup(MessageKind.Created, 0);
        MessageSetup[] messages = [created, new(MessageKind.Direct, 0), created];
        Disturbance[] deaths =
            [new Disturbance.Death(12, AfterDeed: false), new Disturbance.Death(23, AfterDeed: true)];

        Recoveries.Run(new RecoveryCase([account], messages, deaths, BatchSize: 1, PropagationSeconds: 0), out var run);

        Assert.Single(run.World.Vendor.Connectors, one => one.DisplayName == run.World.Accounts[0].OurName);
    }

    private static void AssertEndsAlike(string role, Func<Simulation, IEnumerable<int>> calls, bool afterDeed)
    {
        foreach (var connectors in Enum.GetValues<ConnectorSetup>())
        {
            var account = new AccountSetup(AccountKind.Eligible, Enum.Parse<RoleSetup>(role), connectors);
            var undisturbed = new RecoveryCase([account], [new MessageSetup(MessageKind.Created, 0)], [], 1, 0);
            var end = Recoveries.Run(undisturbed, out var run);
            foreach (var call in calls(run))
            {
                var killed = undisturbed with { Disturbances = [new Disturbance.Death(call, afterDeed)] };
                Assert.Equal(end, Recoveries.Run(killed));
            }
        }
    }
}
