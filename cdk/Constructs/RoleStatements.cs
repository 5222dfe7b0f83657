using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SQS;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// Statements of the functions' roles. docs/security.md lists each statement with its reason; a test compares them.
/// </summary>
internal static class RoleStatements
{
    /// <summary>The bus that each account has.</summary>
    public const string DefaultBus = "default";

    public static PolicyStatement Allow(string sid, string[] resources, params string[] actions) =>
        new(new PolicyStatementProps
        {
            Sid = sid,
            Actions = actions,
            Resources = resources,
        });

    /// <param name="key">The key, as the statement's name has it.</param>
    /// <param name="secret">Its secret.</param>
    public static PolicyStatement ReadApiKey(string key, ApiKeySecret secret) =>
        Allow($"ReadThe{key}", [secret.Arn], "secretsmanager:GetSecretValue");

    /// <summary>An existing secret may be encrypted with another key than the stack's.</summary>
    public static ConditionalPermission DecryptExistingSecret(string name, ApiKeySecret secret, CfnParameter keyArn) =>
        new(name, secret.HasKeyOfItsOwn,
            Allow($"DecryptThe{name}", [keyArn.ValueAsString], "kms:Decrypt"));

    /// <summary>The units above an account. Accounts and units are created later, so both have a wildcard.</summary>
    public static PolicyStatement ReadUnits() => Allow(
        "ReadUnits", [OrganizationsArn("account/*"), OrganizationsArn("ou/*")], "organizations:ListParents");

    /// <summary>Accounts are vended later, so any account; the condition limits it to this organization.</summary>
    public static PolicyStatement EnterAccounts(RoleParameters roles) => new(new PolicyStatementProps
    {
        Sid = "EnterAccountsOfThisOrganization",
        Actions = ["sts:AssumeRole"],
        Resources = [IamArn("*", $"role/{roles.Execution.ValueAsString}")],
        Conditions = Conditions.Create("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"),
    });

    /// <summary>What Lambda's mapping and the back-off need.</summary>
    public static PolicyStatement ProcessQueue(IQueue queue) => Allow(
        "ProcessTheQueue", [queue.QueueArn], "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage");

    /// <summary>Notifications, each once, and the other records of the table.</summary>
    public static PolicyStatement[] NotifyOnce(ITopic topic, ITable table, IKey key) =>
    [
        Allow("NotifyOperators", [topic.TopicArn], "sns:Publish"),
        Allow("UseTheNotificationTable", [table.TableArn], "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
        // DynamoDB uses a customer managed key with the caller's permissions. UseTheKey has the rest.
        Allow(
            "UseTheKeyForTheTable", [key.KeyArn], "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom", "kms:ReEncryptTo"),
    ];

    /// <summary>
    /// No event of another source, so none that another rule of the account would trust. The key has a value for each entry of
    /// the call, and ForAllValues alone would also allow a call without the key.
    /// </summary>
    public static PolicyStatement ReportOutcomes() => new(new PolicyStatementProps
    {
        Sid = "ReportOutcomes",
        Actions = ["events:PutEvents"],
        Resources =
        [
            $"arn:{PseudoParameter.PARTITION}:events:{PseudoParameter.REGION}:{PseudoParameter.ACCOUNT_ID}:event-bus/{DefaultBus}",
        ],
        Conditions = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["ForAllValues:StringEquals"] = Conditions.Create("events:source", EventPatterns.OwnSource),
            ["Null"] = Conditions.Create("events:source", "false"),
        },
    });

    /// <summary>The two lists support no resource; AWS chooses the id of a landing zone.</summary>
    public static PolicyStatement[] ReadGovernance() =>
    [
        Allow("ReadGovernance", ["*"], "controltower:ListEnabledBaselines", "controltower:ListLandingZones"),
        Allow(
            "ReadTheLandingZone",
            [
                $"arn:{PseudoParameter.PARTITION}:controltower:{PseudoParameter.REGION}"
                    + $":{PseudoParameter.ACCOUNT_ID}:landingzone/*",
            ],
            "controltower:GetLandingZone"),
    ];

    /// <summary>The roles of operators, a pattern. SQS evaluates the caller of a redrive as the sender.</summary>
    public static string OperatorRoleArn(OperationParameters operation) =>
        IamArn(PseudoParameter.ACCOUNT_ID, $"role/{operation.OperatorRole.ValueAsString}");

    public static string OwnConnectorRoleArn(RoleParameters roles) =>
        IamArn(PseudoParameter.ACCOUNT_ID, $"role/{roles.Connector.ValueAsString}");

    /// <summary>An ARN of this management account covers its own organization only.</summary>
    public static string OrganizationsArn(string resource) =>
        $"arn:{PseudoParameter.PARTITION}:organizations::{PseudoParameter.ACCOUNT_ID}:{resource}";

    public static string IamArn(string account, string resource) =>
        $"arn:{PseudoParameter.PARTITION}:iam::{account}:{resource}";
}
