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
    public async Task An_account_that_was_closed_since_the_walk_is_skipped_and_not_retried(AccountState state, string code)
    {
        var rig = Refusing(new FakeOrganization(Sample.Account with { State = state }));

        Assert.Equal(code, Assert.IsType<Skipped>(await RunAsync(rig)).Reason.Code);
    }

    [Fact]
    public async Task An_account_that_left_since_the_walk_is_skipped() =>
        Assert.Equal(new Skipped(SkipReason.NotInOrganization), await RunAsync(Refusing(new FakeOrganization())));

    [Fact]
    public async Task An_account_that_is_still_active_is_tried_again() =>
        Assert.IsType<Retry>(await RunAsync(Refusing(new FakeOrganization(Sample.Account))));

    private static Task<RunOutcome> RunAsync(OnboardingRig rig) =>
        rig.RunAsync(Origin.Governed, TestContext.Current.CancellationToken);

    private static OnboardingRig Refusing(FakeOrganization organization) => new(
        AccountScope.Everything, organization, new FakeProtection("one") { OnObserve = (_, _) => throw WalkRig.Refused() });
}
