using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>Lambda can run the functions.</summary>
internal sealed class FunctionsCheck(DeployedStack stack) : ICheck
{
    public string Id => "functions";

    public string Name => "functions";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var backfill = await new FunctionsClient(stack.Connection).GetConfigurationAsync(
            stack.Outputs.BackfillFunction, cancellationToken);
        FunctionConfiguration[] functions = [stack.Lifecycle, backfill];
        var broken = Array.Find(functions, function => function.State == "Failed" || function.LastUpdateStatus == "Failed");
        if (broken is not null)
        {
            return CheckResult.Failed(
                $"Lambda cannot run {broken.Name}: {broken.State}, last update {broken.LastUpdateStatus}",
                "Look at the function in the console of Lambda, which shows the reason, and deploy the stack again.");
        }

        // An inactive function starts at its next invocation.
        return Array.Find(functions, function => function.State == "Pending" || function.LastUpdateStatus == "InProgress") is { } changing
            ? CheckResult.NotChecked($"{changing.Name} is being changed", "Run the command again in a minute.")
            : CheckResult.Ok(string.Join(", ", functions.Select(function => function.Name)));
    }
}
