using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>What the backfill function needs to keep the external ID in the secret. It needs nothing while that is off.</summary>
internal sealed class KeptExternalId : Construct
{
    private readonly ApiKeySecret _secret;
    private readonly CfnParameter _existingKeyArn;
    private readonly CfnCondition _isOn;
    private readonly CfnCondition _hasKeyOfItsOwn;

    public KeptExternalId(Construct scope, string id, ApiKeySecret secret, ProtectionParameters parameters)
        : base(scope, id)
    {
        (_secret, _existingKeyArn) = (secret, parameters.SecretKeyArn);
        _isOn = new CfnCondition(this, "IsOn", new CfnConditionProps
        {
            Expression = Fn.ConditionAnd(
                secret.Protection.IsChosen, Fn.ConditionEquals(parameters.KeepExternalId.ValueAsString, "true")),
        });
        _hasKeyOfItsOwn = new CfnCondition(this, "HasKeyOfItsOwn", new CfnConditionProps
        {
            Expression = Fn.ConditionAnd(_isOn, secret.HasKeyOfItsOwn),
        });
    }

    public ConditionalPermission Write() => new("KeptExternalId", _isOn, RoleStatements.Allow(
        "KeepTheExternalId",
        [_secret.Arn],
        "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"));

    /// <summary>The function may decrypt with the key anyway.</summary>
    public ConditionalPermission Encrypt() => new("KeptExternalIdEncryption", _hasKeyOfItsOwn, RoleStatements.Allow(
        "EncryptTheKeptExternalId", [_existingKeyArn.ValueAsString], "kms:GenerateDataKey"));
}
