using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Tests.Onboarding;

/// <summary>An account can change between the walk that queued it and the run.</summary>
public class LateMessageTests
{
    [Theory]
    [InlineData(AccountState.Suspended, "suspended")]
    [InlineData(AccountState.Closed, "closed")]
    public async Task Account_closed_since_the_walk_is_skipped_instead_of_retried(AccountState state, string code)
    {
        var rig = Refusing(new FakeOrganization(Sample.Account with { State = state }));

        Assert.Equal(code, Assert.IsType<Skipped>(await RunAsync(rig)).Reason.Code);
    }

    [Fact]
    public async Task Account_that_left_since_the_walk_is_skipped() =>
        Assert.Equal(new Skipped(SkipReason.NotInOrganization), await RunAsync(Refusing(new FakeOrganization())));

    [Fact]
    public async Task Active_account_that_refuses_entry_is_retried() =>
        Assert.IsType<Retry>(await RunAsync(Refusing(new FakeOrganization(Sample.Account))));

    private static Task<RunOutcome> RunAsync(OnboardingRig rig) =>
        rig.RunAsync(Origin.Governed, TestContext.Current.CancellationToken);

    private static OnboardingRig Refusing(FakeOrganization organization) => new(
        AccountScope.Everything, organization, new FakeProtection("one") { OnObserve = (_, _) => throw WalkRig.Refused() });
}
