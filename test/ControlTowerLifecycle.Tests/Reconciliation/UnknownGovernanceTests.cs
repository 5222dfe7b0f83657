using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>Walks if it is unknown which accounts Control Tower governs, or if there is no landing zone.</summary>
public class UnknownGovernanceTests
{
    private static readonly Governance.Unknown Unknown = new("it may not be read");

    /// <summary>Two accounts; the first one has no execution role if a test says so.</summary>
    private readonly WalkRig _mixed = new(2);

    private readonly WalkRig _rig = new(new FakeOrganization(Sample.Account));

    public static TheoryData<object, object> UnknownAndNotAsWanted => new()
    {
        { Unknown, new Registration.Missing("fake") },
        { Unknown, new Registration.Drifted() },
        { new Governance.Absent("eu-west-1"), new Registration.Missing("fake") },
    };

    [Theory]
    [MemberData(nameof(UnknownAndNotAsWanted))]
    public async Task Account_without_execution_role_is_skipped_in_a_mixed_organization(
        object governance, object registered)
    {
        _mixed.Governance = (Governance)governance;
        _mixed.Registered = _ => (Registration)registered;
        _mixed.Inspection = RefuseFirst;

        var summary = await _mixed.SummaryAsync();

        Assert.Equal((1, 1), (summary.Skipped["no-execution-role"], summary.Unprotected));
        Assert.Contains(Sample.Numbered(2).Value, Assert.Single(_mixed.Queued), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_without_execution_role_is_skipped_if_its_registration_is_as_wanted()
    {
        _mixed.Inspection = RefuseFirst;

        var summary = await _mixed.SummaryAsync();

        Assert.Equal((1, 1), (summary.Skipped["no-execution-role"], summary.Protected));
        Assert.Empty(_mixed.Queued);
        Assert.Equal("it may not be read", summary.Governance);
    }

    [Theory]
    [InlineData(WalkKind.Deploy, 8, 8)]
    [InlineData(WalkKind.Deploy, 60, 20)]
    [InlineData(WalkKind.Reconcile, 8, 8)]
    [InlineData(WalkKind.Reconcile, 60, 20)]
    public async Task Walk_that_can_enter_no_account_fails_and_queues_nothing(WalkKind kind, int accounts, int tried)
    {
        var rig = new WalkRig(accounts) { Inspection = _ => throw WalkRig.Refused() };

        var failed = await Assert.ThrowsAsync<AccountEntryRefusedException>(() => rig.RunAsync(kind));

        Assert.StartsWith($"none of {tried} accounts can be entered", failed.Message, StringComparison.Ordinal);
        Assert.Contains("EXECUTION_ROLE_NAME", failed.Advice, StringComparison.Ordinal);
        Assert.Equal(tried, rig.Inspected.Count);
        Assert.Empty(rig.Queued);
    }

    [Fact]
    public async Task Deployment_queues_all_accounts_if_the_nineteen_before_the_first_governed_one_refuse()
    {
        var rig = new WalkRig(30)
        {
            Inspection = account =>
                account.Number < 20 ? throw WalkRig.Refused() : Task.FromResult<string[]>([]),
        };

        Assert.Equal(30, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);
    }

    [Fact]
    public async Task Deployment_inspects_three_accounts_if_they_can_be_entered()
    {
        var rig = new WalkRig(60);

        Assert.Equal(60, (await rig.SummaryAsync(WalkKind.Deploy)).Queued);
        Assert.Equal(3, rig.Inspected.Count);
    }

    [Theory]
    [MemberData(nameof(UnknownAndNotAsWanted))]
    public async Task Account_that_can_be_entered_is_counted_by_its_registration_and_queued(
        object governance, object registered)
    {
        _rig.Governance = (Governance)governance;
        _rig.Registered = _ => (Registration)registered;

        var summary = await _rig.SummaryAsync();

        Assert.Equal(registered is Registration.Missing ? (1, 0) : (0, 1), (summary.Missing, summary.Drifted));
        Assert.Equal([Sample.Id], _rig.Inspected);
        Assert.Contains("\"origin\":\"backfill\"", Assert.Single(_rig.Queued), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_account_whose_inspection_fails_for_another_reason_is_missing_and_queued()
    {
        _rig.Registered = _ => new Registration.Missing("fake");
        _rig.Inspection = _ => throw FakeProtection.Failure(FailureKind.Retryable);

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 0, 1), (summary.Missing, summary.Failed, summary.Queued));
    }

    [Fact]
    public async Task Stack_is_not_created_without_a_landing_zone()
    {
        _rig.Governance = new Governance.Absent("eu-west-1");

        var failed = await Assert.ThrowsAsync<NoLandingZoneException>(
            () => _rig.RunAsync(new WalkRequest(WalkKind.Deploy) { IsCreation = true }));

        Assert.Equal(FailureKind.NeedsOperator, failed.Kind);
        Assert.Contains("home region", failed.Advice, StringComparison.Ordinal);
        Assert.Empty(_rig.Organization.Walks);
    }

    [Fact]
    public async Task Existing_stack_is_updated_without_a_landing_zone()
    {
        _rig.Governance = new Governance.Absent("eu-west-1");

        var summary = await _rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal((1, "Control Tower has no landing zone in eu-west-1"), (summary.Queued, summary.Governance));
    }

    [Theory]
    [InlineData("it may not be read")]
    [InlineData("Control Tower names no account")]
    public async Task Stack_is_created_if_governance_is_unknown_for_another_reason(string why)
    {
        _rig.Governance = new Governance.Unknown(why);

        var result = await _rig.RunAsync(new WalkRequest(WalkKind.Deploy) { IsCreation = true });

        Assert.Equal(1, result.Summary.Queued);
    }

    private static Task<string[]> RefuseFirst(AccountId account) =>
        account.Number == 1 ? throw WalkRig.Refused() : Task.FromResult<string[]>([]);
}
