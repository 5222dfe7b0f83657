using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>Walks where Control Tower does not tell which accounts it governs, or is not there.</summary>
public class UnknownGovernanceTests
{
    private readonly WalkRig _rig = new(new FakeOrganization(Sample.Account));

    public static TheoryData<object, object> NotTold => new()
    {
        { new Governance.Unknown("it may not be asked"), new Registration.Missing() },
        { new Governance.Unknown("it may not be asked"), new Registration.Drifted() },
        { new Governance.Absent("eu-west-1"), new Registration.Missing() },
    };

    [Theory]
    [MemberData(nameof(NotTold))]
    public async Task What_is_not_right_is_entered_before_it_is_queued_where_Control_Tower_does_not_tell(
        object untold, object registered)
    {
        _rig.Governance = (Governance)untold;
        _rig.Registered = _ => (Registration)registered;
        _rig.Look = _ => throw WalkRig.Refused();

        var summary = await _rig.SummaryAsync();

        Assert.Equal(["no-execution-role"], summary.Skipped.Keys);
        Assert.Equal(0, summary.Unprotected);
        Assert.Empty(_rig.Queued);
    }

    [Theory]
    [MemberData(nameof(NotTold))]
    public async Task What_is_not_right_and_lets_us_in_stands_as_it_is_registered_and_is_queued(
        object untold, object registered)
    {
        _rig.Governance = (Governance)untold;
        _rig.Registered = _ => (Registration)registered;

        var summary = await _rig.SummaryAsync();

        Assert.Equal(registered is Registration.Missing ? (1, 0) : (0, 1), (summary.Missing, summary.Drifted));
        Assert.Equal([Sample.Id], _rig.Inspected);
        Assert.Contains("\"origin\":\"backfill\"", Assert.Single(_rig.Queued), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_and_cannot_be_looked_at_for_another_reason_is_missing_and_queued()
    {
        _rig.Registered = _ => new Registration.Missing();
        _rig.Look = _ => throw FakeProtection.Failure(FailureKind.Retryable);

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 0, 1), (summary.Missing, summary.Failed, summary.Queued));
    }

    [Fact]
    public async Task A_stack_is_not_made_where_there_is_no_landing_zone()
    {
        _rig.Governance = new Governance.Absent("eu-west-1");

        var failed = await Assert.ThrowsAsync<NoLandingZoneException>(
            () => _rig.RunAsync(new WalkRequest(WalkKind.Deploy) { IsCreation = true }));

        Assert.Equal(FailureKind.NeedsOperator, failed.Kind);
        Assert.Contains("home region", failed.Advice, StringComparison.Ordinal);
        Assert.Empty(_rig.Organization.Walks);
    }

    [Fact]
    public async Task A_stack_that_stands_goes_on_where_there_is_no_landing_zone_any_more()
    {
        _rig.Governance = new Governance.Absent("eu-west-1");

        var summary = await _rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal((1, "Control Tower has no landing zone in eu-west-1"), (summary.Queued, summary.Governance));
    }

    [Theory]
    [InlineData("it may not be asked")]
    [InlineData("Control Tower names no account")]
    public async Task A_stack_is_made_where_Control_Tower_is_there_and_does_not_tell(string why)
    {
        _rig.Governance = new Governance.Unknown(why);

        var result = await _rig.RunAsync(new WalkRequest(WalkKind.Deploy) { IsCreation = true });

        Assert.Equal(1, result.Summary.Queued);
    }
}
