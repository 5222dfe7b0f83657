using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.CloudFormation;

/// <summary>Stacks of the caller's account and region.</summary>
internal sealed class CloudFormationClient(AwsConnection connection)
{
    private readonly QueryApi _api = new(connection, AwsService.CloudFormation, "2010-05-15");

    /// <exception cref="AwsException">There is no such stack (<c>ValidationError</c>), or CloudFormation refuses or does not
    /// respond.</exception>
    public Task<StackDescription> DescribeStackAsync(string name, CancellationToken cancellationToken) =>
        _api.CallAsync(
            "DescribeStacks",
            name,
            [("StackName", name)],
            result =>
            {
                var stack = result.Members("Stacks").FirstOrDefault()
                    ?? throw new FormatException("The response has no stack.");
                return new StackDescription(
                    stack.Text("StackStatus"),
                    stack.Members("Outputs").ToDictionary(
                        output => output.Text("OutputKey"), output => output.Text("OutputValue"), StringComparer.Ordinal));
            },
            cancellationToken);
}

/// <summary>A stack.</summary>
/// <param name="Status">For example <c>CREATE_COMPLETE</c>.</param>
/// <param name="Outputs">By key.</param>
internal sealed record StackDescription(string Status, IReadOnlyDictionary<string, string> Outputs);
