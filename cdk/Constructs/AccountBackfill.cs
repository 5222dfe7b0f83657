using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record AccountBackfillProps
{
    public required IFunction Function { get; init; }

    /// <summary><see cref="Cdk.Revision"/>.</summary>
    public required string Revision { get; init; }

    /// <summary>The functions' settings: any that changes has every role refreshed.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>What has to be there before the first account is queued.</summary>
    public required IReadOnlyList<IDependable> After { get; init; }
}

/// <summary>
/// The custom resource that has every account queued when the stack is created, and again when package, policy or
/// settings change. It is deleted before what it depends on, so it can still answer then; its deletion touches no
/// account.
/// </summary>
internal sealed class AccountBackfill : Construct
{
    /// <summary>
    /// CloudFormation's own limit is an hour; a function that never answered would hold the stack that long.
    /// </summary>
    private static readonly Duration AnswerWithin = Duration.Seconds(BackfillFunction.Timeout.ToSeconds() + 60);

    public AccountBackfill(Construct scope, string id, AccountBackfillProps props)
        : base(scope, id)
    {
        Resource = new CfnResource(this, "Resource", new CfnResourceProps
        {
            Type = "Custom::AccountBackfill",
            Properties = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["ServiceToken"] = props.Function.FunctionArn,
                ["ServiceTimeout"] = AnswerWithin.ToSeconds(),
                ["Revision"] = props.Revision,
                ["Settings"] = props.Settings,
            },
        });
        Node.AddDependency([.. props.After]);
    }

    public CfnResource Resource { get; }
}
