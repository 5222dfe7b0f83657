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
    public async Task An_account_that_lacks_something_gets_it_in_the_order_of_the_plan(Origin origin)
    {
        var protection = new FakeProtection("one", "two", "three");

        var onboarded = Assert.IsType<Onboarded>(await OnboardingRig.With(protection).RunAsync(origin, Token));

        Assert.Equal(["one", "two", "three"], onboarded.Steps.Select(step => step.Verb));
        Assert.Equal(["observe", "apply one", "apply two", "apply three"], protection.Did);
    }

    [Theory]
    [InlineData(Origin.Vended)]
    [InlineData(Origin.Backfill)]
    [InlineData(Origin.Direct)]
    public async Task An_account_that_lacks_nothing_is_not_written_to(Origin origin)
    {
        var protection = new FakeProtection();
        var rig = OnboardingRig.With(protection);

        Assert.IsType<Unchanged>(await rig.RunAsync(origin, Token));

        Assert.Equal(["observe"], protection.Did);
        Assert.Empty(rig.Logged);
    }

    [Fact]
    public async Task Every_step_is_logged_when_it_is_done()
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
    public async Task Two_protections_are_both_looked_at_before_either_writes()
    {
        List<string> order = [];
        FakeProtection[] protections = [Recording("a"), Recording("b")];

        await OnboardingRig.With(protections).RunAsync(Origin.Vended, Token);

        Assert.Equal(["observe a", "observe b", "apply a", "apply b"], order);

        FakeProtection Recording(string name) => new(name)
        {
            Name = name,
            OnObserve = (_, _) => Done($"observe {name}"),
            OnApply = (_, _) => Done($"apply {name}"),
        };

        Task Done(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task The_account_is_opened_once_with_what_all_protections_need_and_no_more()
    {
        var rig = OnboardingRig.With(new FakeProtection { Name = "a" }, new FakeProtection("one") { Name = "b" });

        await rig.RunAsync(Origin.Vended, Token);

        var (id, permissions) = Assert.Single(rig.Opened);
        Assert.Equal(Sample.Id, id);
        Assert.Equal([$"{Sample.Id}/0", $"{Sample.Id}/1"], permissions.Select(permission => permission.Resource));
    }

    [Fact]
    public async Task A_failure_that_time_mends_is_to_be_retried()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw FakeProtection.Failure(FailureKind.Retryable) };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal(new RunFailure("observe", "it failed: Retryable", null) { Call = retry.Failure.Call }, retry.Failure);
        Assert.IsType<FakeRemoteException>(retry.Failure.Call);
    }

    [Fact]
    public async Task A_failure_that_a_person_mends_says_what_to_do()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw FakeProtection.Failure(FailureKind.NeedsOperator) };

        var rejected = Assert.IsType<Rejected>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal("Repair it.", rejected.Failure.Advice);
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task A_failure_at_the_third_step_tells_of_the_two_that_are_done(FailureKind kind)
    {
        var protection = FailingAt("three", () => FakeProtection.Failure(kind));
        var rig = OnboardingRig.With(protection);

        var (failure, done) = await rig.RunAsync(Origin.Vended, Token) switch
        {
            Retry retry when kind == FailureKind.Retryable => (retry.Failure, retry.Applied),
            Rejected rejected when kind == FailureKind.NeedsOperator => (rejected.Failure, rejected.Applied),
            var other => throw new UnexpectedCallException($"{other}"),
        };

        Assert.Equal("three", failure.Step);
        Assert.Equal(["one", "two"], done.Select(step => step.Verb));
        Assert.Equal(2, rig.Logged.Count);
    }

    [Fact]
    public async Task A_deadline_while_steps_are_done_is_to_be_retried_and_tells_what_is_done()
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
    public async Task A_deadline_before_the_first_step_is_to_be_retried()
    {
        using var deadline = new CancellationTokenSource();
        var protection = new FakeProtection { OnObserve = (_, token) => Task.FromCanceled(Cancelled(deadline)) };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, deadline.Token));

        Assert.Equal("observe", retry.Failure.Step);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_deadline_s_is_a_defect()
    {
        var protection = new FakeProtection { OnObserve = (_, _) => throw new OperationCanceledException() };

        await Assert.ThrowsAsync<OperationCanceledException>(() => OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));
    }

    [Fact]
    public async Task A_defect_is_thrown_and_not_made_an_outcome()
    {
        var protection = new FakeProtection("one") { OnApply = (_, _) => throw new InvalidOperationException() };

        await Assert.ThrowsAsync<InvalidOperationException>(() => OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));
    }

    [Fact]
    public async Task The_name_is_the_organization_s_where_the_event_has_none_or_an_older_one()
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

        Assert.Equal(["observe", "apply one"], protections[0].Did);
        Assert.Equal(["observe", "apply two"], protections[1].Did);
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

        Assert.Equal(["observe", "apply one", "apply two", "observe", "apply one", "apply two"], protection.Did);
        Assert.Equal(["one", "one", "two"], onboarded.Steps.Select(step => step.Verb));
    }

    [Fact]
    public async Task Account_that_keeps_changing_is_retried_later()
    {
        var protection = new FakeProtection("one") { OnApply = (_, _) => throw new StaleStateException("changed") };

        var retry = Assert.IsType<Retry>(await OnboardingRig.With(protection).RunAsync(Origin.Vended, Token));

        Assert.Equal(RunFailure.ChangedMeanwhile(), retry.Failure);
        Assert.Equal(3, protection.Did.Count(done => done == "observe"));
    }

    [Fact]
    public async Task Conflict_is_rejected_before_any_step_is_applied()
    {
        var conflict = FakeProtection.Failure(FailureKind.NeedsOperator);
        FakeProtection[] protections = [new("one") { Name = "a" }, new("two") { Name = "b", Conflict = conflict }];

        var rejected = Assert.IsType<Rejected>(await OnboardingRig.With(protections).RunAsync(Origin.Vended, Token));

        Assert.Same(conflict, rejected.Failure.Call);
        Assert.All(protections, protection => Assert.Equal(["observe"], protection.Did));
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
