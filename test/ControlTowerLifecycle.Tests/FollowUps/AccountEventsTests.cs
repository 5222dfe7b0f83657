using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Tests.FollowUps;

/// <summary>Which event reports which outcome.</summary>
public sealed class AccountEventsTests
{
    private static readonly Step Refresh = new WorkloadSecurityStep.UpdateTrust("role", SampleTrust);
    private static readonly Step Adoption = new WorkloadSecurityStep.AdoptConnector(7);
    private static readonly Step Connection = new CloudAccountsStep.AdoptConnection(Sample.Id);

    private static PolicyDocument SampleTrust => Sample.Role.Trust(Sample.ExternalId);

    [Fact]
    public void Registered_account_is_newly_protected() => Assert.All(
        [Adoption, Connection],
        step => Assert.True(Onboarded([Refresh, step], isRepeated: false).NewlyProtected));

    [Fact]
    public void Refreshed_account_is_not_newly_protected() =>
        Assert.False(Onboarded([Refresh], isRepeated: false).NewlyProtected);

    [Fact]
    public void Registered_account_is_newly_protected_also_in_a_repeated_attempt() =>
        Assert.True(Onboarded([Adoption], isRepeated: true).NewlyProtected);

    [Fact]
    public void It_is_unknown_whether_a_repeated_attempt_follows_one_that_registered_the_account() =>
        Assert.Null(Onboarded([Refresh], isRepeated: true).NewlyProtected);

    [Fact]
    public void Repeated_attempt_has_the_event_ID_of_the_first() =>
        Assert.Equal(Onboarded([Refresh], isRepeated: false).Id, Create(new RunOutcome.Unchanged(), isRepeated: true)!.Id);

    [Fact]
    public void Outcomes_that_change_nothing_for_other_systems_have_no_event()
    {
        Assert.Null(Create(new RunOutcome.Unchanged(), isRepeated: false));
        Assert.Null(Create(new RunOutcome.Skipped(ControlTowerLifecycle.Accounts.SkipReason.NotGoverned), isRepeated: true));
        Assert.Null(Create(new RunOutcome.Retry(RunFailure.OutOfTime("observe"), []), isRepeated: true));
    }

    [Fact]
    public void Unit_that_is_none_is_left_out() =>
        Assert.Null(Create(new RunOutcome.Onboarded([Refresh]), isRepeated: false, unit: "ou-1\n")!.OrganizationalUnitId);

    private static AccountEvent Onboarded(IReadOnlyList<Step> steps, bool isRepeated) =>
        Create(new RunOutcome.Onboarded(steps), isRepeated)!;

    private static AccountEvent? Create(RunOutcome outcome, bool isRepeated, string? unit = null) =>
        new AccountEvents(["workload-security"]).TryCreate(
            new RunReport(Sample.Id, outcome) { Origin = Origin.Vended, OrganizationalUnitId = unit },
            new EventAttempt("m1", isRepeated, IsLast: false),
            At.Start);
}
