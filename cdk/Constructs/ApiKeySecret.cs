using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record ApiKeySecretProps
{
    /// <summary>The API key, or empty.</summary>
    public required CfnParameter ApiKey { get; init; }

    /// <summary>The ARN of an existing secret, or empty.</summary>
    public required CfnParameter ExistingArn { get; init; }

    /// <summary>The ARN of the KMS key of the existing secret, or empty.</summary>
    public required CfnParameter ExistingKeyArn { get; init; }

    public required IKey Key { get; init; }
}

/// <summary>
/// The secret with the API key: created from the parameter, or an existing one. Rules refuse both and neither. A secret
/// that the stack created is retained, unless the creation of the stack fails.
/// </summary>
internal sealed class ApiKeySecret : Construct
{
    public ApiKeySecret(Construct scope, string id, ApiKeySecretProps props)
        : base(scope, id)
    {
        var isCreated = new CfnCondition(this, "IsMade", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(IsEmpty(props.ApiKey)),
        });
        var exists = new CfnCondition(this, "Exists", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(IsEmpty(props.ExistingArn)),
        });
        HasKeyOfItsOwn = new CfnCondition(this, "HasKeyOfItsOwn", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(IsEmpty(props.ExistingKeyArn)),
        });
        var secret = new CfnSecret(this, "Resource", new CfnSecretProps
        {
            Description = "API key of Trend Server & Workload Protection",
            SecretString = props.ApiKey.ValueAsString,
            KmsKeyId = props.Key.KeyArn,
        });
        secret.CfnOptions.Condition = isCreated;
        secret.ApplyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Arn = Fn.ConditionIf(exists.LogicalId, props.ExistingArn.ValueAsString, secret.Ref).ToString();

        ParameterRule.Add(
            this,
            "OneSourceOfTheApiKey",
            Fn.ConditionOr(
                Fn.ConditionAnd(IsEmpty(props.ApiKey), Fn.ConditionNot(IsEmpty(props.ExistingArn))),
                Fn.ConditionAnd(IsEmpty(props.ExistingArn), Fn.ConditionNot(IsEmpty(props.ApiKey)))),
            "Enter either WorkloadSecurityApiKey or WorkloadSecuritySecretArn: one of the two, not both.");
        ParameterRule.Add(
            this,
            "KeyOfAnExistingSecretOnly",
            Fn.ConditionNot(IsEmpty(props.ExistingArn)),
            "WorkloadSecuritySecretKeyArn is only valid together with WorkloadSecuritySecretArn.",
            when: Fn.ConditionNot(IsEmpty(props.ExistingKeyArn)));
    }

    /// <summary>The ARN of the secret in use.</summary>
    public string Arn { get; }

    /// <summary>True if the existing secret has a KMS key that needs its own permission.</summary>
    public CfnCondition HasKeyOfItsOwn { get; }

    private static ICfnRuleConditionExpression IsEmpty(CfnParameter parameter) =>
        Fn.ConditionEquals(parameter.ValueAsString, "");
}
