using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.CloudFormation;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>Reads the outputs of a stack and the configuration of its lifecycle function: two calls.</summary>
internal static class StackReader
{
    /// <exception cref="ToolException">There is no such stack.</exception>
    /// <exception cref="AwsException">AWS refused or did not respond.</exception>
    public static async Task<DeployedStack> ReadAsync(
        AwsConnection connection, string name, CancellationToken cancellationToken)
    {
        var stack = await FindAsync(connection, name, cancellationToken);
        var outputs = new StackOutputs(stack.Outputs);
        var lifecycle = await new FunctionsClient(connection).GetConfigurationAsync(
            outputs.LifecycleFunction, cancellationToken);
        return new DeployedStack(name, connection, outputs, lifecycle) { Status = stack.Status };
    }

    private static async Task<StackDescription> FindAsync(
        AwsConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await new CloudFormationClient(connection).DescribeStackAsync(name, cancellationToken);
        }
        catch (AwsException missing) when (missing.Code == "ValidationError")
        {
            throw new ToolException(
                $"There is no stack '{OutsideText.CleanName(name)}' in {connection.Region}.",
                "Name the stack with --stack, its region with --region, and the management account with --profile.");
        }
    }
}
