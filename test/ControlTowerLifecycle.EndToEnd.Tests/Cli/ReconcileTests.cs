using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>ctlifecycle reconcile</c> and <c>ctlifecycle errors</c> against the real functions.</summary>
public sealed class ReconcileTests
{
    [Fact]
    public async Task Reconcile_queues_an_account_whose_event_was_lost_and_the_next_one_finds_all_protected()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        var lost = stack.Vend("lost");

        var first = (await ToolProcess.RunAsync(stack, "reconcile", "--yes", "--json")).AssertExit(1).Json;
        await stack.WaitForOutcomeAsync(lost.Id, "onboarded");
        await stack.WaitUntilIdleAsync();
        var second = (await ToolProcess.RunAsync(stack, "reconcile", "--yes")).AssertExit(0);

        Assert.True((bool)first["ended"]!);
        Assert.Equal(1, (int)first["reconcile"]!["missing"]!);
        Assert.Contains("none without protection", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_of_an_unknown_unit_is_refused_and_is_no_error_of_the_function()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        var refused = (await ToolProcess.RunAsync(stack, "reconcile", "--ou", "ou-zzzz-00000000", "--yes")).AssertExit(3);

        Assert.Contains("the organization has no such unit", refused.Error, StringComparison.Ordinal);
        (await ToolProcess.RunAsync(stack, "errors")).AssertExit(0);
    }

    [Fact]
    public async Task Failed_walk_is_listed_as_an_error_of_the_function()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        await stack.WaitUntilAsync(
            "the backfill function returned",
            token => stack.Deployment.Backfill.InvokeAsync("""{"reconcile":"ou-zzzz-00000000"}""", token));

        var errors = (await ToolProcess.RunAsync(stack, "errors", "--json")).AssertExit(1).Json["errors"]!.AsArray();

        Assert.Contains(errors, error =>
            (string)error!["function"]! == "backfill" && (string)error["message"]! == "reconciliation failed"
            && error["whatToDo"] is not null);
    }

    [Theory]
    [InlineData("--confirm-disconnect", "0")]
    [InlineData("--ou", "Production")]
    public async Task Invalid_option_is_refused(string option, string value)
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        var refused = (await ToolProcess.RunAsync(stack, "reconcile", option, value, "--yes")).AssertExit(64);

        Assert.Contains(option, refused.Error, StringComparison.Ordinal);
    }
}
