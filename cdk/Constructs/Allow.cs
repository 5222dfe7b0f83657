using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// Statements of the functions' roles. docs/security.md lists each of them with its reason; a test keeps the list true.
/// </summary>
internal static class Allow
{
    public static PolicyStatement To(string sid, string[] resources, params string[] actions) =>
        new(new PolicyStatementProps
        {
            Sid = sid,
            Actions = actions,
            Resources = resources,
        });

    public static PolicyStatement ReadingTheApiKey(string secretArn) =>
        To("ReadTheApiKey", [secretArn], "secretsmanager:GetSecretValue");

    /// <summary>An existing secret may be encrypted with another key.</summary>
    public static ConditionalPermission DecryptingAnExistingSecret(ApiKeySecret secret, CfnParameter keyArn) =>
        new("ExistingSecret", secret.HasKeyOfItsOwn,
            To("DecryptTheExistingSecret", [keyArn.ValueAsString], "kms:Decrypt"));

    /// <summary>The units above an account. Accounts and units are not known beforehand.</summary>
    public static PolicyStatement SeeingUnits() =>
        To("SeeUnits", [Organizations("account/*"), Organizations("ou/*")], "organizations:ListParents");

    /// <summary>Accounts are vended later, so any account; the condition bounds it to this organization.</summary>
    public static PolicyStatement EnteringAccounts(RoleParameters roles) => new(new PolicyStatementProps
    {
        Sid = "EnterAccountsOfThisOrganization",
        Actions = ["sts:AssumeRole"],
        Resources = [Iam("*", $"role/{roles.Execution.ValueAsString}")],
        Conditions = Conditions.Of("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"),
    });

    /// <summary>The lists know no resource; a landing zone has an id that AWS makes up.</summary>
    public static PolicyStatement[] AskingWhatIsGoverned() =>
    [
        To("AskWhatIsGoverned", ["*"], "controltower:ListEnabledBaselines", "controltower:ListLandingZones"),
        To("ReadTheLandingZone",
            [$"arn:{Here.PARTITION}:controltower:{Here.REGION}:{Here.ACCOUNT_ID}:landingzone/*"],
            "controltower:GetLandingZone"),
    ];

    public static string OwnConnectorRole(RoleParameters roles) =>
        Iam(Here.ACCOUNT_ID, $"role/{roles.Connector.ValueAsString}");

    public static string Organizations(string resource) =>
        $"arn:{Here.PARTITION}:organizations::{Here.ACCOUNT_ID}:{resource}";

    public static string Iam(string account, string resource) => $"arn:{Here.PARTITION}:iam::{account}:{resource}";
}
