using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Tests.Onboarding;

/// <summary>Which accounts are offboarded, and how a run ends.</summary>
public class AccountOffboardingTests
{
    private const string Unit = "ou-ab12-00000001";

    private static readonly FakeGovernance NotRead = new(new Governance.Unknown("must not be read"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccountState.Suspended, "AWS has suspended the account")]
    [InlineData(AccountState.PendingClosure, "the account is being closed")]
    [InlineData(AccountState.Closed, "the account is closed")]
    public async Task Inactive_account_is_offboarded_without_a_governance_check(AccountState state, string why)
    {
        var rig = Rig(In(state), NotRead);

        AssertLeft(why, await rig.RunAsync());
        Assert.Equal(0, NotRead.Asked);
    }

    [Fact]
    public async Task Account_outside_the_organization_is_offboarded() =>
        AssertLeft("not in this organization", await Rig(new FakeOrganization(), NotRead).RunAsync());

    [Fact]
    public async Task Member_account_that_is_no_longer_governed_is_offboarded() => AssertLeft(
        "no longer governed by Control Tower",
        await Rig(In(AccountState.Active), FakeGovernance.Of(Sample.Numbered(1))).RunAsync());

    [Fact]
    public async Task Governed_account_keeps_its_protection() =>
        await AssertKeptAsync(SkipReason.StillGoverned, Rig(In(AccountState.Active), FakeGovernance.Of(Sample.Id)));

    [Fact]
    public async Task Member_account_keeps_its_protection_if_its_governance_is_unknown() => await AssertKeptAsync(
        SkipReason.GovernanceUnknown("access is denied"),
        Rig(In(AccountState.Active), new FakeGovernance(new Governance.Unknown("access is denied"))));

    [Fact]
    public async Task Member_account_keeps_its_protection_if_there_is_no_landing_zone() => await AssertKeptAsync(
        SkipReason.GovernanceUnknown("Control Tower has no landing zone in eu-west-1"),
        Rig(In(AccountState.Active), new FakeGovernance(new Governance.Absent("eu-west-1"))));

    [Theory]
    [InlineData(AccountState.PendingActivation)]
    [InlineData(AccountState.Unknown)]
    public async Task Account_in_a_pending_or_unknown_state_keeps_its_protection(AccountState state) =>
        await AssertKeptAsync(SkipReason.ForState(state)!, Rig(In(state), NotRead));

    [Fact]
    public async Task Management_account_is_never_offboarded()
    {
        var rig = new OffboardingRig(
            AccountScope.Everything, new FakeOrganization(), NotRead, new FakeProtection("remove-connector"));

        var report = await rig.ReportAsync(Sample.Management, Token);

        Assert.Equal(new Skipped(SkipReason.ManagementAccount), report.Outcome);
        Assert.Empty(rig.Organization.Asked);
        Assert.Empty(rig.Opened);
    }

    [Theory]
    [InlineData(AccountState.Active)]
    [InlineData(AccountState.Closed)]
    public async Task Excluded_account_keeps_its_protection(AccountState state) => await AssertKeptAsync(
        SkipReason.ExcludedAccount, Rig(In(state), FakeGovernance.Of(), new AccountScope([], [], [Sample.Id])));

    [Theory]
    [InlineData(AccountState.Active)]
    [InlineData(AccountState.Closed)]
    public async Task Account_in_an_excluded_unit_keeps_its_protection(AccountState state)
    {
        var organization = In(state);
        organization.Units[Sample.Id] = [Unit];

        await AssertKeptAsync(
            SkipReason.ExcludedOrganizationalUnit(Unit),
            Rig(organization, FakeGovernance.Of(), new AccountScope([], [Unit], [])));
    }

    [Fact]
    public async Task Session_has_only_the_permissions_of_an_offboarding()
    {
        var rig = Rig(In(AccountState.Closed), NotRead);

        await rig.RunAsync();

        var (id, permissions) = Assert.Single(rig.Opened);
        Assert.Equal(Sample.Id, id);
        Assert.Equal(["iam:DeleteRole"], Assert.Single(permissions).Actions);
    }

    [Fact]
    public async Task Every_protection_is_removed_and_states_what_it_keeps()
    {
        var first = new FakeProtection("remove-connector") { Name = "a", Kept = ["a stays"] };
        var second = new FakeProtection("remove-account") { Name = "b", Kept = ["b stays"] };
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), NotRead, first, second);

        var left = Assert.IsType<Offboarded>(await rig.RunAsync());

        Assert.Equal(["remove-connector", "remove-account"], left.Steps.Select(step => step.Verb));
        Assert.Equal("the account is closed; a stays; b stays", left.Why);
        Assert.Equal(["observe", "apply remove-account"], second.Calls);
    }

    [Fact]
    public async Task Each_step_is_logged_and_the_report_has_the_account_name()
    {
        var rig = Rig(In(AccountState.Closed), NotRead);

        var report = await rig.ReportAsync(Sample.Id, Token);

        Assert.Equal(("payments-prod", true), (report.AccountName, report.IsOffboarding));
        Assert.Equal(["payments-prod: remove-connector it"], rig.Logged);
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task Failed_step_is_reported_with_the_steps_before_it(FailureKind kind)
    {
        var protection = new FakeProtection("remove-connector", "delete-role", "never")
        {
            OnApply = (verb, _) => verb == "delete-role" ? throw FakeProtection.Failure(kind) : Task.CompletedTask,
        };
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), NotRead, protection);

        var (failure, applied) = await rig.RunAsync() switch
        {
            Retry retry when kind == FailureKind.Retryable => (retry.Failure, retry.Applied),
            Rejected rejected when kind == FailureKind.NeedsOperator => (rejected.Failure, rejected.Applied),
            var other => throw new UnexpectedCallException($"{other}"),
        };

        Assert.Equal("delete-role", failure.Step);
        Assert.Equal(["remove-connector"], applied.Select(step => step.Verb));
    }

    [Fact]
    public async Task Deadline_ends_the_run_with_a_retry()
    {
        using var deadline = new CancellationTokenSource();
        var protection = new FakeProtection("remove-connector")
        {
            OnApply = async (_, token) =>
            {
                await deadline.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
        };
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), NotRead, protection);

        var report = await rig.ReportAsync(Sample.Id, deadline.Token);

        Assert.Equal(RunFailure.OutOfTime("remove-connector"), Assert.IsType<Retry>(report.Outcome).Failure);
    }

    private static async Task AssertKeptAsync(SkipReason reason, OffboardingRig rig)
    {
        Assert.Equal(new Skipped(reason), await rig.RunAsync());
        Assert.Empty(rig.Opened);
    }

    private static void AssertLeft(string why, RunOutcome outcome)
    {
        var left = Assert.IsType<Offboarded>(outcome);
        Assert.Equal(why, left.Why);
        Assert.Equal(["remove-connector"], left.Steps.Select(step => step.Verb));
    }

    private static FakeOrganization In(AccountState state) => new(Sample.Account with { State = state });

    private static OffboardingRig Rig(
        FakeOrganization organization, FakeGovernance governance, AccountScope? scope = null) =>
        new(scope ?? AccountScope.Everything, organization, governance, new FakeProtection("remove-connector"));
}
