using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>A reconcile that can see nothing must not report that all is well.</summary>
public sealed class BlindReconcileTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private TestStack Stack => deployed.Stack;

    [Theory]
    [InlineData("controltower:*", "sts:AssumeRole")]
    [InlineData("sts:AssumeRole")]
    public async Task Reconcile_that_can_enter_no_account_fails_and_writes_no_counts(params string[] denied)
    {
        var counts = Counts();
        Stack.Server.RestrictFunctions(FunctionPolicies.Denying(denied));

        var result = await Stack.WaitUntilAsync(
            "the walk ended", token => Stack.Deployment.Backfill.InvokeAsync("""{"reconcile": "all"}""", token));

        Stack.Server.RestrictFunctions(FunctionPolicies.AllowingEverything);
        var error = Assert.IsType<InvocationResult.FunctionError>(result);
        Assert.Contains("can be entered", error.Message, StringComparison.Ordinal);
        Assert.Contains("EXECUTION_ROLE_NAME", error.Message, StringComparison.Ordinal);
        Assert.Equal(counts, Counts());
        Assert.Equal(0, Stack.Deployment.WorkQueue.Counts.Visible);
    }

    /// <summary>How often the metric of the standing alarm was written.</summary>
    private int Counts() => Stack.Deployment.Backfill.Log.Lines.Count(
        line => line.Text.Contains("\"AccountsUnprotected\":", StringComparison.Ordinal));
}
