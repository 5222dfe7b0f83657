using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Tests.Onboarding;

/// <summary>Which accounts are disconnected, and how a run ends.</summary>
public class AccountOffboardingTests
{
    private const string Unit = "ou-ab12-00000001";

    private static readonly FakeGovernance Unasked = new(new Governance.Unknown("nobody should ask"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccountState.Suspended, "AWS has suspended the account")]
    [InlineData(AccountState.PendingClosure, "the account is being closed")]
    [InlineData(AccountState.Closed, "the account is closed")]
    public async Task An_account_that_is_not_active_is_disconnected_whoever_governs_it(AccountState state, string why)
    {
        var rig = Rig(In(state), Unasked);

        AssertLeft(why, await rig.RunAsync());
        Assert.Equal(0, Unasked.Asked);
    }

    [Fact]
    public async Task An_account_that_is_not_in_the_organization_is_disconnected() =>
        AssertLeft("not in this organization", await Rig(new FakeOrganization(), Unasked).RunAsync());

    [Fact]
    public async Task A_member_that_is_not_governed_any_more_is_disconnected() => AssertLeft(
        "no longer governed by Control Tower",
        await Rig(In(AccountState.Active), FakeGovernance.Of(Sample.Numbered(1))).RunAsync());

    [Fact]
    public async Task An_account_that_was_enrolled_again_keeps_its_protection() =>
        await AssertKeptAsync(SkipReason.StillGoverned, Rig(In(AccountState.Active), FakeGovernance.Of(Sample.Id)));

    [Fact]
    public async Task A_member_keeps_its_protection_where_Control_Tower_does_not_tell() => await AssertKeptAsync(
        SkipReason.GovernanceUnknown("it may not be asked"),
        Rig(In(AccountState.Active), new FakeGovernance(new Governance.Unknown("it may not be asked"))));

    [Fact]
    public async Task A_member_keeps_its_protection_where_there_is_no_landing_zone() => await AssertKeptAsync(
        SkipReason.GovernanceUnknown("Control Tower has no landing zone in eu-west-1"),
        Rig(In(AccountState.Active), new FakeGovernance(new Governance.Absent("eu-west-1"))));

    [Theory]
    [InlineData(AccountState.PendingActivation)]
    [InlineData(AccountState.Unknown)]
    public async Task An_account_in_a_state_that_is_no_end_keeps_its_protection(AccountState state) =>
        await AssertKeptAsync(SkipReason.ForState(state)!, Rig(In(state), Unasked));

    [Fact]
    public async Task The_management_account_is_never_disconnected()
    {
        var rig = new OffboardingRig(
            AccountScope.Everything, new FakeOrganization(), Unasked, new FakeProtection("remove-connector"));

        var report = await rig.ReportAsync(Sample.Management, Token);

        Assert.Equal(new Skipped(SkipReason.ManagementAccount), report.Outcome);
        Assert.Empty(rig.Organization.Asked);
        Assert.Empty(rig.Opened);
    }

    [Theory]
    [InlineData(AccountState.Active)]
    [InlineData(AccountState.Closed)]
    public async Task An_excluded_account_is_left_alone(AccountState state) => await AssertKeptAsync(
        SkipReason.ExcludedAccount, Rig(In(state), FakeGovernance.Of(), new AccountScope([], [], [Sample.Id])));

    [Theory]
    [InlineData(AccountState.Active)]
    [InlineData(AccountState.Closed)]
    public async Task An_account_in_an_excluded_unit_is_left_alone(AccountState state)
    {
        var organization = In(state);
        organization.Units[Sample.Id] = [Unit];

        await AssertKeptAsync(
            SkipReason.ExcludedOrganizationalUnit(Unit),
            Rig(organization, FakeGovernance.Of(), new AccountScope([], [Unit], [])));
    }

    [Fact]
    public async Task The_session_may_do_what_a_departure_takes_and_nothing_besides()
    {
        var rig = Rig(In(AccountState.Closed), Unasked);

        await rig.RunAsync();

        var (id, permissions) = Assert.Single(rig.Opened);
        Assert.Equal(Sample.Id, id);
        Assert.Equal(["iam:DeleteRole"], Assert.Single(permissions).Actions);
    }

    [Fact]
    public async Task Every_protection_is_left_and_each_tells_what_stays()
    {
        var first = new FakeProtection("remove-connector") { Name = "a", Kept = ["this stays"] };
        var second = new FakeProtection("remove-account") { Name = "b", Kept = ["that stays"] };
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), Unasked, first, second);

        var left = Assert.IsType<Offboarded>(await rig.RunAsync());

        Assert.Equal(["remove-connector", "remove-account"], left.Steps.Select(step => step.Verb));
        Assert.Equal("the account is closed; this stays; that stays", left.Why);
        Assert.Equal(["observe", "apply remove-account"], second.Did);
    }

    [Fact]
    public async Task Each_step_is_logged_and_the_name_is_told()
    {
        var rig = Rig(In(AccountState.Closed), Unasked);

        var report = await rig.ReportAsync(Sample.Id, Token);

        Assert.Equal(("payments-prod", true), (report.AccountName, report.IsOffboarding));
        Assert.Equal(["payments-prod: remove-connector it"], rig.Logged);
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task A_step_that_fails_is_told_with_those_that_were_done(FailureKind kind)
    {
        var protection = new FakeProtection("remove-connector", "delete-role", "never")
        {
            OnApply = (verb, _) => verb == "delete-role" ? throw FakeProtection.Failure(kind) : Task.CompletedTask,
        };
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), Unasked, protection);

        var (failure, done) = await rig.RunAsync() switch
        {
            Retry retry when kind == FailureKind.Retryable => (retry.Failure, retry.Applied),
            Rejected rejected when kind == FailureKind.NeedsOperator => (rejected.Failure, rejected.Applied),
            var other => throw new UnexpectedCallException($"{other}"),
        };

        Assert.Equal("delete-role", failure.Step);
        Assert.Equal(["remove-connector"], done.Select(step => step.Verb));
    }

    [Fact]
    public async Task The_end_of_the_time_is_an_outcome()
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
        var rig = new OffboardingRig(AccountScope.Everything, In(AccountState.Closed), Unasked, protection);

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
