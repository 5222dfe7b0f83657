using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record StackOutputsProps
{
    public required MonitoringProps Resources { get; init; }

    public required Dashboard Dashboard { get; init; }

    public required ApiKeySecrets Secrets { get; init; }

    public required string Version { get; init; }
}

/// <summary>The outputs of the main stack: the names that an operator needs in commands and in the console.</summary>
internal sealed class StackOutputs : Construct
{
    public const string VersionDescription = "Version of this template.";

    public StackOutputs(Construct scope, string id, StackOutputsProps props)
        : base(scope, id)
    {
        var resources = props.Resources;
        Add("LifecycleFunction", resources.Lifecycle.Function.FunctionName,
            "Invoke it with {\"accountId\": \"111122223333\"} to run one account again.");
        Add("BackfillFunction", resources.Backfill.Function.FunctionName,
            "Invoke it with {\"reconcile\": \"all\"} to check all accounts now.");
        Add("WorkQueue", resources.Work.Queue.QueueUrl,
            "Accounts to process. Dead letters are redriven to this queue.");
        Add("DeadLetters", resources.Work.DeadLetters.QueueUrl, "Messages that failed permanently.");
        Add("NotificationTopic", resources.Topic.TopicArn, "Subscribe everyone who should receive failure alerts.");
        Add("Dashboard", props.Dashboard.DashboardName,
            "Name of the dashboard: protection of all accounts, failures, queues.");
        Add("DashboardUrl", Url(props.Dashboard), "Address of the dashboard in the console.");
        AddSecret("ApiKeySecret", props.Secrets.WorkloadSecurity,
            "ARN of the secret with the API key. Put a new key here.");
        AddSecret("VisionOneSecret", props.Secrets.CloudAccounts,
            "ARN of the secret with the API key of Trend Vision One. Put a new key here.");
        Add("Version", props.Version, VersionDescription);
    }

    private void AddSecret(string name, ApiKeySecret secret, string description) =>
        Add(name, secret.Arn, description, secret.Protection.Condition);

    private void Add(string name, string value, string description, CfnCondition? when = null) =>
        new CfnOutput(this, name, new CfnOutputProps { Value = value, Description = description, Condition = when })
            .OverrideLogicalId(name);

    private string Url(Dashboard dashboard)
    {
        // Each partition has its own console.
        var consoles = new CfnMapping(this, "Consoles", new CfnMappingProps
        {
            Mapping = new Dictionary<string, IDictionary<string, object>>(StringComparer.Ordinal)
            {
                ["aws"] = Host("console.aws.amazon.com"),
                ["aws-us-gov"] = Host("console.amazonaws-us-gov.com"),
                ["aws-cn"] = Host("console.amazonaws.cn"),
            },
        });
        return $"https://{consoles.FindInMap(PseudoParameter.PARTITION, nameof(Host))}/cloudwatch/home"
            + $"?region={PseudoParameter.REGION}#dashboards/dashboard/{dashboard.DashboardName}";
    }

    private static Dictionary<string, object> Host(string name) =>
        new(StringComparer.Ordinal) { [nameof(Host)] = name };
}
