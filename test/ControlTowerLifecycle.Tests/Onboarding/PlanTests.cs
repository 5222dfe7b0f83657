using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Onboarding;

public class PlanTests
{
    [Fact]
    public void It_is_empty_where_no_protection_lacks_anything() =>
        Assert.Empty(Plan.For(Sample.Account, [new FakeProtection(), new FakeProtection()]).Planned);

    [Fact]
    public void It_keeps_the_order_of_the_protections_and_of_their_steps()
    {
        var plan = Plan.For(Sample.Account, [new FakeProtection("a1", "a2"), new FakeProtection("b1")]);

        Assert.Equal(["a1 it", "a2 it", "b1 it"], plan.Steps.Select(step => step.ToString()));
    }

    [Fact]
    public void Every_step_knows_the_protection_that_does_it()
    {
        FakeProtection[] protections = [new("a"), new("b")];

        Assert.Equal(protections, Plan.For(Sample.Account, protections).Planned.Select(planned => planned.By));
    }
}
