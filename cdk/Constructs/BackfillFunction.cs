using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record BackfillFunctionProps
{
    public required PackagedFunctionProps Package { get; init; }

    public required WorkQueue Work { get; init; }
}

/// <summary>
/// Walks the organization and queues its accounts: at deployment, on a schedule, and when a whole unit is governed.
/// </summary>
internal sealed class BackfillFunction : Construct
{
    /// <summary>The most that Lambda gives.</summary>
    public static readonly Duration Timeout = Duration.Minutes(15);

    public BackfillFunction(Construct scope, string id, BackfillFunctionProps props)
        : base(scope, id)
    {
        Packaged = new PackagedFunction(this, "Function", props.Package with
        {
            Description = "Control Tower Lifecycle: queues the accounts of the organization",
            Timeout = Timeout,
            Environment = new Dictionary<string, string>(props.Package.Environment, StringComparer.Ordinal)
            {
                ["LIFECYCLE_FUNCTION"] = "backfill",
                ["WORK_QUEUE_URL"] = props.Work.Queue.QueueUrl,
            },
            Permissions =
            [
                .. props.Package.Permissions,
                // ListAccounts knows no resource: it lists the organization of whoever asks.
                Allow.To("ListAccounts", ["*"], "organizations:ListAccounts"),
                Allow.To("QueueAccounts", [props.Work.Queue.QueueArn], "sqs:SendMessage"),
            ],
        });
    }

    public PackagedFunction Packaged { get; }
}
