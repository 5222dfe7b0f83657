using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record AccountBackfillProps
{
    public required IFunction Function { get; init; }

    /// <summary>See <see cref="Cdk.Revision"/>.</summary>
    public required string Revision { get; init; }

    /// <summary>The functions' settings: a change of any of them refreshes every role.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Resources that must exist before the first account is queued.</summary>
    public required IReadOnlyList<IDependable> After { get; init; }
}

/// <summary>
/// The custom resource that queues every account when the stack is created, and again when package, policy or settings
/// change. CloudFormation deletes it before its dependencies, so the function can still respond. The deletion changes
/// no account.
/// </summary>
internal sealed class AccountBackfill : Construct
{
    /// <summary>
    /// CloudFormation's default is an hour, for which a function that never responds would block the stack.
    /// </summary>
    private static readonly Duration ResponseTimeout = Duration.Seconds(BackfillFunction.Timeout.ToSeconds() + 60);

    public AccountBackfill(Construct scope, string id, AccountBackfillProps props)
        : base(scope, id)
    {
        Resource = new CfnResource(this, "Resource", new CfnResourceProps
        {
            Type = "Custom::AccountBackfill",
            Properties = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["ServiceToken"] = props.Function.FunctionArn,
                ["ServiceTimeout"] = ResponseTimeout.ToSeconds(),
                ["Revision"] = props.Revision,
                ["Settings"] = props.Settings,
            },
        });
        Node.AddDependency([.. props.After]);
    }

    public CfnResource Resource { get; }
}
