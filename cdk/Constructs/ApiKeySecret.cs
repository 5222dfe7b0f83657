using Amazon.CDK;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record ApiKeySecretProps
{
    /// <summary>The product of the key.</summary>
    public required string Product { get; init; }

    /// <summary>The protection that uses the key.</summary>
    public required ChosenProtection Protection { get; init; }

    /// <summary>The API key, or empty.</summary>
    public required CfnParameter ApiKey { get; init; }

    /// <summary>The ARN of an existing secret, or empty.</summary>
    public required CfnParameter ExistingArn { get; init; }

    /// <summary>The ARN of the KMS key of the existing secret, or empty.</summary>
    public required CfnParameter ExistingKeyArn { get; init; }

    public required IKey Key { get; init; }
}

/// <summary>The secrets of both protections.</summary>
internal sealed record ApiKeySecrets(ApiKeySecret WorkloadSecurity, ApiKeySecret CloudAccounts);

/// <summary>
/// The secret with an API key: created from the parameter, or an existing one. Rules refuse both and neither. A secret
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
            Expression = Fn.ConditionAnd(props.Protection.IsChosen, Fn.ConditionNot(IsEmpty(props.ExistingKeyArn))),
        });
        var secret = new CfnSecret(this, "Resource", new CfnSecretProps
        {
            Description = $"API key of {props.Product}",
            SecretString = props.ApiKey.ValueAsString,
            KmsKeyId = props.Key.KeyArn,
        });
        secret.CfnOptions.Condition = isCreated;
        secret.ApplyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Arn = Fn.ConditionIf(exists.LogicalId, props.ExistingArn.ValueAsString, secret.Ref).ToString();
        Protection = props.Protection;
        AddRules(props);
    }

    /// <summary>The ARN of the secret in use. There is none if its protection is not chosen.</summary>
    public string Arn { get; }

    public ChosenProtection Protection { get; }

    /// <summary>True if the existing secret has a KMS key that needs its own permission.</summary>
    public CfnCondition HasKeyOfItsOwn { get; }

    private void AddRules(ApiKeySecretProps props)
    {
        ParameterRule.Add(
            this,
            "OneSourceOfTheApiKey",
            Fn.ConditionOr(
                Fn.ConditionAnd(IsEmpty(props.ApiKey), Fn.ConditionNot(IsEmpty(props.ExistingArn))),
                Fn.ConditionAnd(IsEmpty(props.ExistingArn), Fn.ConditionNot(IsEmpty(props.ApiKey)))),
            $"Enter either {props.ApiKey.Node.Id} or {props.ExistingArn.Node.Id}: one of the two, not both.",
            when: props.Protection.IsChosen);
        ParameterRule.Add(
            this,
            "KeyOfAnExistingSecretOnly",
            Fn.ConditionNot(IsEmpty(props.ExistingArn)),
            $"{props.ExistingKeyArn.Node.Id} is only valid together with {props.ExistingArn.Node.Id}.",
            when: Fn.ConditionNot(IsEmpty(props.ExistingKeyArn)));
    }

    private static ICfnRuleConditionExpression IsEmpty(CfnParameter parameter) =>
        Fn.ConditionEquals(parameter.ValueAsString, "");
}
