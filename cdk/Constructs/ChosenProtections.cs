using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>The protections that the parameter Protections chooses, as conditions of the template.</summary>
internal sealed class ChosenProtections : Construct
{
    public ChosenProtections(Construct scope, string id, LifecycleParameters parameters)
        : base(scope, id)
    {
        var (chosen, key) = (parameters.Protections.Chosen, parameters.CloudAccounts.OidcHost);
        WorkloadSecurity = new ChosenProtection(
            this, nameof(WorkloadSecurity), Fn.ConditionNot(IsOnly(chosen, ChoiceOfProtections.CloudAccounts)));
        CloudAccounts = new ChosenProtection(
            this, nameof(CloudAccounts), Fn.ConditionNot(IsOnly(chosen, ChoiceOfProtections.WorkloadSecurity)));
        var namesHost = new CfnCondition(this, "NamesOidcHost", new CfnConditionProps
        {
            Expression = Fn.ConditionNot(Fn.ConditionEquals(key.ValueAsString, "")),
        });

        // A test compares it with the hosts that the functions use.
        OidcHost = Fn.ConditionIf(
            namesHost.LogicalId,
            key.ValueAsString,
            $"cloudaccounts-{parameters.CloudAccounts.VisionOneRegion.ValueAsString}.xdr.trendmicro.com").ToString();
        AddRules(parameters.CloudAccounts);
    }

    public ChosenProtection WorkloadSecurity { get; }

    public ChosenProtection CloudAccounts { get; }

    /// <summary>The host of the OIDC provider with which Trend Vision One enters accounts.</summary>
    public string OidcHost { get; }

    private static ICfnRuleConditionExpression IsOnly(CfnParameter chosen, string protection) =>
        Fn.ConditionEquals(chosen.ValueAsString, protection);

    private void AddRules(CloudAccountsParameters parameters)
    {
        ParameterRule.Add(
            this,
            "RegionAndBusiness",
            Fn.ConditionNot(Fn.ConditionOr(
                Fn.ConditionEquals(parameters.VisionOneRegion.ValueAsString, ""),
                Fn.ConditionEquals(parameters.BusinessId.ValueAsString, ""))),
            "Enter CloudAccountsRegion and CloudAccountsBusinessId: cloud-accounts needs both.",
            when: CloudAccounts.IsChosen);
        ParameterRule.Add(
            this,
            "InstanceOfTheRegions",
            Fn.ConditionNot(Fn.ConditionEquals(parameters.InstanceId.ValueAsString, "")),
            "CloudAccountsInstanceRegions is only valid together with CloudAccountsInstanceId.",
            when: Fn.ConditionNot(Fn.ConditionEquals(parameters.InstanceRegions.ValueAsString, "")));
    }
}

/// <summary>A protection that may be chosen.</summary>
internal sealed class ChosenProtection(Construct scope, string id, ICfnRuleConditionExpression isChosen)
{
    /// <summary>For rules of the template, which cannot use its conditions.</summary>
    public ICfnRuleConditionExpression IsChosen { get; } = isChosen;

    public CfnCondition Condition { get; } = new(scope, id, new CfnConditionProps { Expression = isChosen });

    /// <summary>What the functions may do for the protection.</summary>
    public ConditionalPermission Permission(PolicyStatement[] statements) => new(id, Condition, statements);

    /// <summary>A value that is removed if the protection is not chosen.</summary>
    public string ValueIfChosen(string value) =>
        Fn.ConditionIf(Condition.LogicalId, value, PseudoParameter.NO_VALUE).ToString();
}
