using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record BackfillFunctionProps
{
    public required LifecycleParameters Parameters { get; init; }

    public required PackagedFunctionProps Package { get; init; }

    /// <summary>Whether units are included or excluded.</summary>
    public required CfnCondition NamesUnits { get; init; }

    public required WorkQueue Work { get; init; }
}

/// <summary>
/// Walks the organization, looks at its accounts and queues those that lack something: at deployment, on a schedule, and
/// when a whole unit is governed or given up.
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
            Permissions = [.. props.Package.Permissions, .. Permissions(props)],
            ConditionalPermissions =
            [
                .. props.Package.ConditionalPermissions,
                // The tree is walked from its root only where units are named. ListRoots knows no resource.
                new("Units", props.NamesUnits, Allow.To("SeeTheRoot", ["*"], "organizations:ListRoots")),
            ],
        });
        // A walk that takes longer than one invocation goes on in the next, which Lambda would stop after some 16 of
        // them. The walk itself stops where an invocation comes no further.
        ((CfnFunction)Packaged.Function.Node.DefaultChild!).AddPropertyOverride("RecursiveLoop", "Allow");
        // In the role's own policy it would name the function, which in turn needs the role.
        Continuation = new CfnPermission(this, "Continuation", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = Packaged.Function.FunctionArn,
            Principal = Packaged.RoleArn,
        });
    }

    /// <summary>Lets the function invoke itself.</summary>
    public CfnPermission Continuation { get; }

    public PackagedFunction Packaged { get; }

    private static PolicyStatement[] Permissions(BackfillFunctionProps props) =>
    [
        // ListAccounts knows no resource: it lists the organization of whoever asks.
        Allow.To("ListAccounts", ["*"], "organizations:ListAccounts"),
        .. Allow.AskingWhatIsGoverned(),
        // A walk over a unit. Units are made later; an ARN of this management account names those of its organization.
        Allow.To("WalkTheTree", [Allow.Organizations("root/*"), Allow.Organizations("ou/*")],
            "organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"),
        Allow.SeeingUnits(),
        Allow.EnteringAccounts(props.Parameters.Roles),
        // The management account has no execution role: its own connector role is looked at with these.
        Allow.To("LookAtItsOwnConnectorRole", [Allow.OwnConnectorRole(props.Parameters.Roles)],
            "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"),
        Allow.To("QueueAccounts", [props.Work.Queue.QueueArn], "sqs:SendMessage"),
    ];
}
