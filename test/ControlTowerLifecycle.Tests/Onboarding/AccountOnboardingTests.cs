using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.Onboarding.RunOutcome;

namespace ControlTowerLifecycle.Tests.Onboarding;

public class AccountOnboardingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Backfill)]
    [InlineData(Origin.Direct)]
    public async Task Missing_steps_are_applied_in_the_order_of_the_plan(Origin origin)
    {
        var protection = new FakeProtection("one", "two", "three");

        var onboarded = Assert.IsType<Onboarded>(await OnboardingRig.With(protection).RunAsync(origin, Token));

        Assert.Equal(["one", "two", "three"], onboarded.Steps.Select(step => step.Verb));
        Assert.Equal(["observe", "apply one", "apply two", "apply three"], protection.Calls);
    }

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Backfill)]
    [InlineData(Origin.Direct)]
    public async Task Complete_account_is_not_changed(Origin origin)
    {
        var protection = new FakeProtection();
        var rig = OnboardingRig.With(protection);

        Assert.IsType<Unchanged>(await rig.RunAsync(origin, Token));

        Assert.Equal(["observe"], protection.Calls);
        Assert.Empty(rig.Logged);
    }

    [Fact]
    public async Task Step_is_logged_as_soon_as_it_is_applied()
    {
        var protection = new FakeProtection("one", "two");
        var rig = OnboardingRig.With(protection);
        List<int> loggedBefore = [];
        protection.OnApply = (_, _) =>
        {
            loggedBefore.Add(rig.Logged.Count);
            return Task.CompletedTask;
        };

        await rig.RunAsync(Origin.Vended, Token);

        Assert.Equal([0, 1], loggedBefore);
        Assert.Equal(["payments-prod: one it", "payments-prod: two it"], rig.Logged);
    }

    [Fact]
    public async Task All_protections_are_observed_before_any_step_is_applied()
    {
        List<string> order = [];
        FakeProtection[] protections = [Recording("a"), Recording("b")];

        await OnboardingRig.With(protections).RunAsync(Origin.Vended, Token);

        Assert.Equal(["observe a", "observe b", "apply a", "apply b"], order);

        FakeProtection Recording(string name) => new(name)
        {
            Name = name,
            OnObserve = (_, _) => Record($"observe {name}"),
            OnApply = (_, _) => Record($"apply {name}"),
        };

        Task Record(string call)
        {
            order.Add(call);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Account_is_opened_once_with_the_permissions_of_all_protections()
    {
        var rig = OnboardingRig.With(new FakeProtection { Name = "a" }, new FakeProtection("one") { Name = "b" });

        await rig.RunAsync(Origin.Vended, Token);

        var (id, permissions) = Assert.Single(rig.Opened);
        Assert.Equal(Sample.Id, id);
        Assert.Equal([$"{Sample.Id}/0", $"{Sample.Id}/1"], permissions.Select(permission => permission.Resource));
    }

    [Fact]
    public async Task Retryable_failure_ends_the_run_with_a_retry()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw FakeProtection.Failure(FailureKind.Retryable) };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal(new RunFailure("observe", "it failed: Retryable", null) { Call = retry.Failure.Call }, retry.Failure);
        Assert.IsType<FakeRemoteException>(retry.Failure.Call);
    }

    [Fact]
    public async Task Failure_that_needs_the_operator_has_advice()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw FakeProtection.Failure(FailureKind.NeedsOperator) };

        var rejected = Assert.IsType<Rejected>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal("Repair it.", rejected.Failure.Advice);
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task Failed_step_is_reported_with_the_steps_before_it(FailureKind kind)
    {
        var protection = FailingAt("three", () => FakeProtection.Failure(kind));
        var rig = OnboardingRig.With(protection);

        var (failure, applied) = await rig.RunAsync(Origin.Vended, Token) switch
        {
            Retry retry when kind == FailureKind.Retryable => (retry.Failure, retry.Applied),
            Rejected rejected when kind == FailureKind.NeedsOperator => (rejected.Failure, rejected.Applied),
            var other => throw new UnexpectedCallException($"{other}"),
        };

        Assert.Equal("three", failure.Step);
        Assert.Equal(["one", "two"], applied.Select(step => step.Verb));
        Assert.Equal(2, rig.Logged.Count);
    }

    [Fact]
    public async Task Deadline_during_a_step_ends_the_run_with_a_retry_and_the_applied_steps()
    {
        using var deadline = new CancellationTokenSource();
        var protection = FailingAt("two", () =>
        {
            deadline.Cancel();
            return new OperationCanceledException(deadline.Token);
        });

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, deadline.Token));

        Assert.Equal("the invocation's time ran out at 'two'; applied steps stay, the next attempt continues from there", retry.Failure.Cause);
        Assert.Equal(["one"], retry.Applied.Select(step => step.Verb));
        Assert.Null(retry.Failure.Call);
    }

    [Fact]
    public async Task Deadline_before_the_first_step_ends_the_run_with_a_retry()
    {
        using var deadline = new CancellationTokenSource();
        var protection = new FakeProtection { OnObserve = (_, token) => Task.FromCanceled(Cancelled(deadline)) };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, deadline.Token));

        Assert.Equal("observe", retry.Failure.Step);
    }

    [Fact]
    public async Task Cancellation_without_the_deadline_is_a_defect()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw new OperationCanceledException() };

        await Assert.ThrowsAsync<OperationCanceledException>(() => OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));
    }

    [Fact]
    public async Task Defect_is_thrown_instead_of_an_outcome()
    {
        var protection = new FakeProtection("one") { OnApply = (_, _) => throw new InvalidOperationException() };

        await Assert.ThrowsAsync<InvalidOperationException>(() => OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));
    }

    [Fact]
    public async Task Report_has_the_account_name_of_the_organization_instead_of_the_event()
    {
        var rig = OnboardingRig.With(new FakeProtection());

        Assert.Equal("payments-prod", (await rig.ReportAsync(Origin.Vended, Token, name: null)).AccountName);
        Assert.Equal("payments-prod", (await rig.ReportAsync(Origin.Vended, Token, name: "older")).AccountName);
    }

    private static FakeProtection FailingAt(string failing, Func<Exception> failure) => new("one", "two", "three")
    {
        OnApply = (step, _) => step == failing ? throw failure() : Task.CompletedTask,
    };

    private static CancellationToken Cancelled(CancellationTokenSource source)
    {
        source.Cancel();
        return source.Token;
    }

    [Fact]
    public async Task Step_that_belongs_to_one_protection_is_applied_by_it_alone()
    {
        FakeProtection[] protections = [new("one") { Name = "a" }, new("two") { Name = "b" }];

        await OnboardingRig.With(protections).RunAsync(Origin.Vended, Token);

        Assert.Equal(["observe", "apply one"], protections[0].Calls);
        Assert.Equal(["observe", "apply two"], protections[1].Calls);
    }

    [Fact]
    public async Task Account_that_changed_meanwhile_is_observed_and_planned_again()
    {
        var attempts = 0;
        var protection = new FakeProtection("one", "two")
        {
            OnApply = (step, _) => step == "two" && ++attempts == 1 ? throw new StaleStateException("changed") : Task.CompletedTask,
        };

        var onboarded = Assert.IsType<Onboarded>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal(["observe", "apply one", "apply two", "observe", "apply one", "apply two"], protection.Calls);
        Assert.Equal(["one", "one", "two"], onboarded.Steps.Select(step => step.Verb));
    }

    [Fact]
    public async Task Account_that_keeps_changing_is_retried_later()
    {
        var protection = new FakeProtection("one") { OnApply = (_, _) => throw new StaleStateException("changed") };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal(RunFailure.ChangedMeanwhile(), retry.Failure);
        Assert.Equal(3, protection.Calls.Count(call => call == "observe"));
    }

    [Fact]
    public async Task Conflict_is_rejected_before_any_step_is_applied()
    {
        var conflict = FakeProtection.Failure(FailureKind.NeedsOperator);
        FakeProtection[] protections = [new("one") { Name = "a" }, new("two") { Name = "b", Conflict = conflict }];

        var rejected = Assert.IsType<Rejected>(await OnboardingRig.With(protections).RunAsync(Origin.Vended, Token));

        Assert.Same(conflict, rejected.Failure.Call);
        Assert.All(protections, protection => Assert.Equal(["observe"], protection.Calls));
    }

    [Fact]
    public async Task Plan_names_exactly_the_steps_that_a_run_then_applies()
    {
        var rig = OnboardingRig.With(new FakeProtection("one", "two") { Name = "a" }, new FakeProtection("three") { Name = "b" });

        var plan = await rig.PlanAsync(Token);
        var onboarded = Assert.IsType<Onboarded>(await rig.RunAsync(Origin.Vended, Token));

        Assert.Equal(plan.Steps, onboarded.Steps);
    }
}
