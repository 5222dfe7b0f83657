using System.Reflection;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The outputs and resources of the deployed stack, named as in its template.</summary>
internal static partial class StackDescriber
{
    /// <summary>The stack is of the release that the sandbox belongs to.</summary>
    private static readonly string Version =
        typeof(StackDescriber).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static StackDescription Describe(LifecycleDeployment deployment)
    {
        var stack = deployment.Stack;
        return new StackDescription(stack.Name, stack.Id, Wire(stack.Status), Outputs(deployment), Resources(deployment));
    }

    private static Dictionary<string, string> Outputs(LifecycleDeployment deployment)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LifecycleFunction"] = deployment.Lifecycle.Name,
            ["BackfillFunction"] = deployment.Backfill.Name,
            ["WorkQueue"] = deployment.WorkQueue.Url,
            ["DeadLetters"] = deployment.DeadLetters.Url,
            ["NotificationTopic"] = deployment.Server.Topic.Arn,
            ["Version"] = Version,
        };
        if (deployment.Protections.WorkloadSecurity)
            outputs["ApiKeySecret"] = deployment.Server.ApiKeySecretArn;
        if (deployment.Protections.CloudAccounts)
            outputs["VisionOneSecret"] = deployment.Server.VisionOneSecretArn;
        return outputs;
    }

    private static Dictionary<string, StackResource> Resources(LifecycleDeployment deployment) => new(StringComparer.Ordinal)
    {
        ["LifecycleFunction"] = new(deployment.Lifecycle.Name, "AWS::Lambda::Function"),
        ["BackfillFunction"] = new(deployment.Backfill.Name, "AWS::Lambda::Function"),
        ["LifecycleFunctionLog"] = new($"/aws/lambda/{deployment.Lifecycle.Name}", "AWS::Logs::LogGroup"),
        ["BackfillFunctionLog"] = new($"/aws/lambda/{deployment.Backfill.Name}", "AWS::Logs::LogGroup"),
        ["KeyRotationFunctionLog"] = new($"/aws/lambda/{deployment.Rotation.Name}", "AWS::Logs::LogGroup"),
        ["WorkQueue"] = new(deployment.WorkQueue.Url, "AWS::SQS::Queue"),
        ["WorkQueueDeadLetters"] = new(deployment.DeadLetters.Url, "AWS::SQS::Queue"),
        ["NotificationTable"] = new(deployment.Server.Notifications.Name, "AWS::DynamoDB::Table"),
        ["ControlTowerAccounts"] = new("accounts", "AWS::Events::Rule"),
        ["OrganizationsAccounts"] = new("closed-accounts", "AWS::Events::Rule"),
        ["OrganizationWide"] = new("organization", "AWS::Events::Rule"),
        ["Reconcile"] = new("schedule", "AWS::Events::Rule"),
        ["Notifications"] = new(deployment.Server.Topic.Arn, "AWS::SNS::Topic"),
    };

    /// <summary>While its custom resource runs for the first time, the stack is being created.</summary>
    private static string Wire(StackStatus status) => status == StackStatus.None
        ? "CREATE_IN_PROGRESS"
        : WordStart().Replace($"{status}", "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
