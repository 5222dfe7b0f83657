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

    /// <summary>
    /// The units above an account decide only where units are named. Accounts and units are not known beforehand.
    /// </summary>
    public static ConditionalPermission SeeingUnits(CfnCondition when) =>
        new("Units", when,
            To("SeeUnits", [Organizations("account/*"), Organizations("ou/*")], "organizations:ListParents"));

    public static string Organizations(string resource) =>
        $"arn:{Here.PARTITION}:organizations::{Here.ACCOUNT_ID}:{resource}";

    public static string Iam(string account, string resource) => $"arn:{Here.PARTITION}:iam::{account}:{resource}";
}
