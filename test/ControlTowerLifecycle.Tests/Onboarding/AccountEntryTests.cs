using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Tests.Onboarding;

/// <summary>Which accounts are entered and when, and how a run ends if an account refuses entry.</summary>
public class AccountEntryTests
{
    private const string Unit = "ou-ab12-00000001";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Governed)]
    [InlineData(Origin.Direct)]
    public async Task Refused_entry_of_a_named_account_is_retried(Origin origin)
    {
        var retry = Assert.IsType<Retry>(await OnboardingRig.With(Refused()).RunAsync(origin, Token));

        Assert.IsType<AccountEntryRefusedException>(retry.Failure.Call);
        Assert.Empty(retry.Applied);
    }

    [Fact]
    public async Task Refused_entry_is_reported_with_the_account_name() =>
        Assert.Equal(
            "payments-prod", (await OnboardingRig.With(Refused()).ReportAsync(Origin.Vended, Token, name: null)).AccountName);

    [Theory]
    [InlineData("payments-prod")]
    [InlineData(null)]
    public async Task Account_of_a_backfill_that_refuses_entry_is_skipped(string? name) =>
        Assert.Equal(
            new Skipped(SkipReason.NoExecutionRole), await OnboardingRig.With(Refused()).RunAsync(Origin.Backfill, Token, name));

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Backfill)]
    public async Task Explicit_deny_of_entry_needs_the_operator(Origin origin)
    {
        var rig = OnboardingRig.With(Refused(FailureKind.NeedsOperator));

        var rejected = Assert.IsType<Rejected>(await rig.RunAsync(origin, Token));

        Assert.IsType<AccountEntryRefusedException>(rejected.Failure.Call);
    }

    [Fact]
    public async Task Suspended_account_that_refuses_entry_is_skipped()
    {
        var rig = new OnboardingRig(AccountScope.Everything, In(AccountState.Suspended), Refused());

        var skipped = Assert.IsType<Skipped>(await rig.RunAsync(Origin.Vended, Token));

        Assert.Equal("suspended", skipped.Reason.Code);
    }

    [Fact]
    public async Task Suspended_account_is_skipped_if_it_is_described_after_the_refusal()
    {
        var refused = new TaskCompletionSource();
        var organization = In(AccountState.Suspended);
        organization.BeforeFind = () => refused.Task;
        var rig = new OnboardingRig(AccountScope.Everything, organization, Refused());

        var running = rig.RunAsync(Origin.Vended, Token);
        Assert.Single(rig.Opened);
        refused.SetResult();

        Assert.IsType<Skipped>(await running);
    }

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Backfill)]
    [InlineData(Origin.Direct)]
    public async Task Excluded_account_is_neither_entered_nor_described(Origin origin)
    {
        var rig = new OnboardingRig(new([], [], [Sample.Id]), new FakeOrganization(Sample.Account), new FakeProtection("one"));

        Assert.Equal(new Skipped(SkipReason.ExcludedAccount), await rig.RunAsync(origin, Token));

        Assert.Empty(rig.Opened);
        Assert.Empty(rig.Organization.Asked);
    }

    [Fact]
    public async Task Account_in_an_excluded_unit_is_not_entered()
    {
        var rig = InUnit(new([], [Unit], []));

        Assert.Equal(new Skipped(SkipReason.ExcludedOrganizationalUnit(Unit)), await rig.RunAsync(Origin.Vended, Token));

        Assert.Empty(rig.Opened);
    }

    [Fact]
    public async Task Account_in_an_included_unit_is_onboarded()
    {
        var rig = InUnit(new([Unit], [], []));

        Assert.IsType<Onboarded>(await rig.RunAsync(Origin.Vended, Token));
    }

    [Fact]
    public async Task Direct_request_does_not_enter_an_account_outside_the_organization()
    {
        var rig = new OnboardingRig(AccountScope.Everything, new FakeOrganization(), new FakeProtection("one"));

        Assert.Equal(new Skipped(SkipReason.NotInOrganization), await rig.RunAsync(Origin.Direct, Token));

        Assert.Empty(rig.Opened);
    }

    [Fact]
    public async Task Direct_request_does_not_enter_a_closed_account()
    {
        var rig = new OnboardingRig(AccountScope.Everything, In(AccountState.Closed), new FakeProtection("one"));

        Assert.Equal("closed", Assert.IsType<Skipped>(await rig.RunAsync(Origin.Direct, Token)).Reason.Code);

        Assert.Empty(rig.Opened);
    }

    [Fact]
    public async Task Vended_account_is_entered_while_it_is_described()
    {
        var describing = new TaskCompletionSource();
        var organization = new FakeOrganization(Sample.Account) { BeforeFind = () => describing.Task };
        var rig = new OnboardingRig(AccountScope.Everything, organization, new FakeProtection("one"));

        var running = rig.RunAsync(Origin.Vended, Token);

        Assert.Single(rig.Opened);
        describing.SetResult();
        Assert.IsType<Onboarded>(await running);
    }

    [Fact]
    public async Task Vended_account_that_left_is_not_changed()
    {
        var protection = new FakeProtection("one");
        var rig = new OnboardingRig(AccountScope.Everything, new FakeOrganization(), protection);

        Assert.Equal(new Skipped(SkipReason.NotInOrganization), await rig.RunAsync(Origin.Vended, Token));

        Assert.Equal(["observe"], protection.Calls);
    }

    [Theory]
    [InlineData(Origin.Backfill)]
    [InlineData(Origin.Governed)]
    public async Task Account_queued_by_a_walk_is_judged_again_while_it_is_entered(Origin origin)
    {
        var describing = new TaskCompletionSource();
        var rig = InUnit(new([], [Unit], []));
        rig.Organization.BeforeFind = () => describing.Task;

        var running = rig.RunAsync(origin, Token);

        Assert.Single(rig.Opened);
        describing.SetResult();
        Assert.Equal(new Skipped(SkipReason.ExcludedOrganizationalUnit(Unit)), await running);
    }

    [Fact]
    public async Task Registered_account_that_lacks_nothing_is_not_described()
    {
        var rig = OnboardingRig.With(new FakeProtection());

        Assert.IsType<Unchanged>(await rig.RunAsync(Registered, Token));

        Assert.Empty(rig.Organization.Asked);
    }

    [Fact]
    public async Task Registered_account_is_judged_before_anything_is_written()
    {
        var protection = new FakeProtection("one");
        var rig = new OnboardingRig(AccountScope.Everything, In(AccountState.Closed), protection);

        Assert.Equal("closed", Assert.IsType<Skipped>(await rig.RunAsync(Registered, Token)).Reason.Code);

        Assert.Equal(["observe"], protection.Calls);
    }

    [Fact]
    public async Task Plan_opens_a_session_that_can_only_read()
    {
        var rig = OnboardingRig.With(new FakeProtection("one"));

        await rig.PlanAsync(Token);

        var permissions = Assert.Single(rig.Opened).Permissions;
        Assert.Equal(["iam:GetRole"], permissions.SelectMany(permission => permission.Actions));
    }

    [Fact]
    public async Task Run_opens_a_session_that_can_write()
    {
        var rig = OnboardingRig.With(new FakeProtection("one"));

        await rig.RunAsync(Origin.Vended, Token);

        var permissions = Assert.Single(rig.Opened).Permissions;
        Assert.Contains("iam:CreateRole", permissions.SelectMany(permission => permission.Actions));
    }

    [Fact]
    public async Task Protection_receives_only_its_own_known_registration()
    {
        var protection = new FakeProtection("one");
        var request = new OnboardingRequest(Sample.Id, "payments-prod", Origin.Governed)
        {
            Known = [new("another", "1", "arn"), new("fake", "2", "arn")],
        };

        await OnboardingRig.With(protection).RunAsync(request, Token);

        Assert.Equal("2", protection.Known?.Id);
    }

    /// <summary>The message of a walk that found the account registered.</summary>
    private static OnboardingRequest Registered => new(Sample.Id, "payments-prod", Origin.Governed)
    {
        Known = [new("fake", "2", "arn")],
    };

    private static OnboardingRig InUnit(AccountScope scope)
    {
        var organization = new FakeOrganization(Sample.Account);
        organization.Units[Sample.Id] = [Unit];
        return new OnboardingRig(scope, organization, new FakeProtection("one"));
    }

    private static FakeOrganization In(AccountState state) => new(Sample.Account with { State = state });

    private static FakeProtection Refused(FailureKind kind = FailureKind.Retryable) => new("one")
    {
        OnObserve = (_, _) => throw new AccountEntryRefusedException("it cannot be assumed", null)
        {
            RemoteSystem = "AWS STS",
            Operation = "AssumeRole",
            Kind = kind,
        },
    };
}
