using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record BackfillFunctionProps
{
    public required LifecycleParameters Parameters { get; init; }

    public required PackagedFunctionProps Package { get; init; }

    public required ChosenProtections Protections { get; init; }

    public required ApiKeySecrets Secrets { get; init; }

    /// <summary>True if units are included or excluded.</summary>
    public required CfnCondition NamesUnits { get; init; }

    public required WorkQueue Work { get; init; }
}

/// <summary>
/// Walks the organization and queues accounts: all of them at deployment; on the schedule and after an event of a unit,
/// those that need a change.
/// </summary>
internal sealed class BackfillFunction : Construct
{
    /// <summary>Lambda's maximum.</summary>
    public static readonly Duration Timeout = Duration.Minutes(15);

    private static readonly string[] RegionsWithoutLoopDetection =
        ["us-gov-east-1", "us-gov-west-1", "mx-central-1", "ap-southeast-6"];

    public BackfillFunction(Construct scope, string id, BackfillFunctionProps props)
        : base(scope, id)
    {
        var keeps = new KeptExternalId(this, "KeepsExternalId", props.Secrets.WorkloadSecurity, props.Parameters.Protection);
        Packaged = new PackagedFunction(this, "Function", props.Package with
        {
            Description = "Control Tower Lifecycle: walks the organization and queues accounts",
            Timeout = Timeout,
            Environment = new Dictionary<string, string>(props.Package.Environment, StringComparer.Ordinal)
            {
                ["LIFECYCLE_FUNCTION"] = "backfill",
                ["WORK_QUEUE_URL"] = props.Work.Queue.QueueUrl,
            },
            Permissions = Permissions(props),
            OwnPermissions = [RoleStatements.EnterAccounts(props.Parameters.Roles)],
            ConditionalOwnPermissions =
            [
                props.Protections.WorkloadSecurity.Permission(
                    [RoleStatements.ReadApiKey("ApiKey", props.Secrets.WorkloadSecurity), .. OwnConnectorRole(props.Parameters.Roles)]),
                props.Protections.CloudAccounts.Permission(
                    [
                        RoleStatements.ReadApiKey("VisionOneKey", props.Secrets.CloudAccounts),
                        .. new VisionOneStatements(props.Protections.OidcHost).Read(),
                    ]),
                keeps.Write(),
            ],
            ConditionalPermissions =
            [
                .. props.Package.ConditionalPermissions,
                keeps.Encrypt(),
                // The walk starts at the root only if units are named. ListRoots supports no resource.
                new("Units", props.NamesUnits,
                    RoleStatements.Allow("ReadTheRoot", ["*"], "organizations:ListRoots")),
            ],
        });
        // A walk that is longer than one invocation invokes the function again. Lambda's loop detection would stop that
        // after about 16 invocations. The walk itself stops if an invocation makes no progress.
        ((CfnFunction)Packaged.Function.Node.DefaultChild!).AddPropertyOverride(
            "RecursiveLoop",
            Fn.ConditionIf(WithoutLoopDetection().LogicalId, PseudoParameter.NO_VALUE, "Allow").ToString());
        // A statement of the role's policy would name the function, which depends on the role.
        Continuation = new CfnPermission(this, "Continuation", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = Packaged.Function.FunctionArn,
            Principal = Packaged.RoleArn,
        });
    }

    /// <summary>Allows the function to invoke itself.</summary>
    public CfnPermission Continuation { get; }

    public PackagedFunction Packaged { get; }

    /// <summary>
    /// True in the regions that have no loop detection, so no setting for it either, according to
    /// https://github.com/aws/aws-lambda-roadmap/issues/18 (September 2025).
    /// </summary>
    private CfnCondition WithoutLoopDetection() => new(this, "WithoutLoopDetection", new CfnConditionProps
    {
        Expression = Fn.ConditionOr(
            [.. RegionsWithoutLoopDetection.Select(region => Fn.ConditionEquals(PseudoParameter.REGION, region))]),
    });

    private static PolicyStatement[] Permissions(BackfillFunctionProps props) =>
    [
        // ListAccounts supports no resource: it lists the caller's organization.
        RoleStatements.Allow("ListAccounts", ["*"], "organizations:ListAccounts"),
        .. RoleStatements.ReadGovernance(),
        // A walk over one unit. Units are created later.
        RoleStatements.Allow("WalkTheTree",
            [RoleStatements.OrganizationsArn("root/*"), RoleStatements.OrganizationsArn("ou/*")],
            "organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"),
        RoleStatements.ReadUnits(),
        RoleStatements.Allow("QueueAccounts", [props.Work.Queue.QueueArn], "sqs:SendMessage"),
    ];

    private static PolicyStatement[] OwnConnectorRole(RoleParameters roles) =>
    [
        // The management account has no execution role, so the function reads its connector role directly.
        RoleStatements.Allow("ReadItsOwnConnectorRole", [RoleStatements.OwnConnectorRoleArn(roles)],
            "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"),
    ];
}
