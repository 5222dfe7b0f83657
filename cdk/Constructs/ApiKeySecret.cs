using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record ApiKeySecretProps
{
    /// <summary>The key itself, or empty.</summary>
    public required CfnParameter ApiKey { get; init; }

    /// <summary>A secret that exists, or empty.</summary>
    public required CfnParameter ExistingArn { get; init; }

    /// <summary>The key of the secret that exists, or empty.</summary>
    public required CfnParameter ExistingKeyArn { get; init; }

    public required IKey Key { get; init; }
}

/// <summary>
/// The secret with the API key: made from the parameter, or one that exists. Both or neither is refused before anything
/// is made. A secret that was made here is retained, unless the very creation of the stack fails.
/// </summary>
internal sealed class ApiKeySecret : Construct
{
    public ApiKeySecret(Construct scope, string id, ApiKeySecretProps props)
        : base(scope, id)
    {
        var isMade = new CfnCondition(this, "IsMade", new CfnConditionProps
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
        secret.CfnOptions.Condition = isMade;
        secret.ApplyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Arn = Fn.ConditionIf(exists.LogicalId, props.ExistingArn.ValueAsString, secret.Ref).ToString();

        Refusal.Unless(
            this,
            "OneSourceOfTheApiKey",
            Fn.ConditionOr(
                Fn.ConditionAnd(IsEmpty(props.ApiKey), Fn.ConditionNot(IsEmpty(props.ExistingArn))),
                Fn.ConditionAnd(IsEmpty(props.ExistingArn), Fn.ConditionNot(IsEmpty(props.ApiKey)))),
            "Give either the API key or the ARN of a secret that holds it: one of the two, not both.");
        Refusal.Unless(
            this,
            "KeyOfAnExistingSecretOnly",
            Fn.ConditionNot(IsEmpty(props.ExistingArn)),
            "The key of the existing secret is of use only together with the ARN of that secret.",
            when: Fn.ConditionNot(IsEmpty(props.ExistingKeyArn)));
    }

    /// <summary>Of the one or the other.</summary>
    public string Arn { get; }

    /// <summary>Whether the existing secret is encrypted with a key that a permission has to name.</summary>
    public CfnCondition HasKeyOfItsOwn { get; }

    private static ICfnRuleConditionExpression IsEmpty(CfnParameter parameter) =>
        Fn.ConditionEquals(parameter.ValueAsString, "");
}
