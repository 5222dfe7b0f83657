using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Onboarding;

public class PlanRunTests : IStepApplier, IRunLog
{
    private readonly Dictionary<string, TaskCompletionSource> _steps = new(StringComparer.Ordinal);
    private readonly List<string> _started = [];
    private readonly List<string> _logged = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_of_a_group_start_together_and_the_next_step_waits_for_all()
    {
        var run = RunAsync(Step("a", "one"), Step("b", "one"), Step("c"), Step("d"));
        Assert.Equal(["a", "b"], _started);

        End("b");
        Assert.Equal(["a", "b"], _started);
        End("a");
        Assert.Equal(["a", "b", "c"], _started);
        End("c");
        End("d");

        var result = await run;
        Assert.Null(result.Failure);
        Assert.Equal(["b it", "a it", "c it", "d it"], result.Steps.Select(step => step.ToString()));
        Assert.Equal(["b it", "a it", "c it", "d it"], _logged);
    }

    [Fact]
    public async Task Steps_of_two_groups_do_not_overlap()
    {
        var run = RunAsync(Step("a", "one"), Step("b", "two"));
        Assert.Equal(["a"], _started);

        End("a");
        End("b");
        await run;
    }

    [Fact]
    public async Task Protections_do_not_wait_for_each_other()
    {
        var run = RunAsync(Step("a"), Step("b"), Step("c", protection: "other"));
        Assert.Equal(["a", "c"], _started);

        Fail("a", FailureKind.Retryable);
        End("c");

        var result = await run;
        Assert.Equal(["a", "c"], _started);
        Assert.Equal(["c it"], result.Steps.Select(step => step.ToString()));
        Assert.Equal("a", result.Failure!.Step);
    }

    [Fact]
    public async Task Failure_that_needs_the_operator_is_reported_before_a_retryable_one()
    {
        var run = RunAsync(Step("a"), Step("b", protection: "other"));

        Fail("a", FailureKind.Retryable);
        Fail("b", FailureKind.NeedsOperator);

        Assert.Equal("b", (await run).Failure!.Step);
    }

    [Fact]
    public async Task Stale_state_ends_its_own_protection_only()
    {
        var run = RunAsync(Step("a"), Step("b"), Step("c", protection: "other"));

        _steps["a"].SetException(new StaleStateException("it changed"));
        End("c");

        var result = await run;
        Assert.True(result.IsStale);
        Assert.Equal(["c it"], result.Steps.Select(step => step.ToString()));
    }

    [Fact]
    public async Task Failure_is_reported_although_another_protection_is_stale()
    {
        var run = RunAsync(Step("a"), Step("b", protection: "other"));

        _steps["a"].SetException(new StaleStateException("it changed"));
        Fail("b", FailureKind.NeedsOperator);

        var result = await run;
        Assert.False(result.IsStale);
        Assert.Equal("b", result.Failure!.Step);
    }

    [Fact]
    public async Task Empty_plan_applies_nothing()
    {
        var result = await RunAsync();

        Assert.Empty(result.Steps);
        Assert.Null(result.Failure);
        Assert.False(result.IsStale);
    }

    async Task<IReadOnlyList<Step>> IStepApplier.ApplyAsync(Step step, CancellationToken cancellationToken)
    {
        _started.Add(step.Verb);
        await (_steps[step.Verb] = new TaskCompletionSource()).Task;
        return [step];
    }

    void IRunLog.StepApplied(ControlTowerLifecycle.Accounts.AccountId account, string? accountName, Step step) => _logged.Add(step.ToString());

    private static GroupedStep Step(string verb, string? group = null, string protection = "one") => new(verb, group, protection);

    private Task<AppliedSteps> RunAsync(params Step[] steps) =>
        new PlanRun(Sample.Id, null, _ => this, this).RunAsync(new Plan(steps), Token);

    private void End(string verb) => _steps[verb].SetResult();

    private void Fail(string verb, FailureKind kind) => _steps[verb].SetException(FakeProtection.Failure(kind));

    private sealed record GroupedStep(string Name, string? InGroup, string Owner) : Step(Owner, Name, "it")
    {
        public override string? Group => InGroup;
    }
}
