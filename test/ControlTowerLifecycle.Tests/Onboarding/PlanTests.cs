using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Onboarding;

public class PlanTests
{
    [Fact]
    public void Plan_is_empty_if_no_protection_lacks_anything() =>
        Assert.Empty(Plan.Of([new Plan([]), new Plan([])]).Steps);

    [Fact]
    public void Plan_keeps_the_order_of_the_protections_and_of_their_steps()
    {
        var plan = Plan.Of([new FakeState("a", ["a1", "a2"]).Plan("kept"), new FakeState("b", ["b1"]).Plan("kept too")]);

        Assert.Equal(["a1 it", "a2 it", "b1 it"], plan.Steps.Select(step => step.ToString()));
        Assert.Equal(["a", "a", "b"], plan.Steps.Select(step => step.Protection));
        Assert.Equal(["kept", "kept too"], plan.Kept);
    }

    [Fact]
    public void Conflict_of_one_protection_is_the_conflict_of_the_plan()
    {
        var conflict = FakeProtection.Failure(FailureKind.NeedsOperator);

        Assert.Same(conflict, Plan.Of([new Plan([]), new Plan([]) { Conflict = conflict }]).Conflict);
    }
}
