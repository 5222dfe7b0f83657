using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// A rule of the template: CloudFormation refuses parameters that do not fit together before it creates anything.
/// </summary>
internal static class ParameterRule
{
    /// <param name="scope">The stack or construct that owns the rule.</param>
    /// <param name="id">The rule's name.</param>
    /// <param name="assertion">What must be true.</param>
    /// <param name="description">What the operator reads if it is false.</param>
    /// <param name="when">When the rule applies; null for always.</param>
    public static void Add(
        Construct scope, string id, ICfnConditionExpression assertion, string description,
        ICfnConditionExpression? when = null) =>
        _ = new CfnRule(scope, id, new CfnRuleProps
        {
            RuleCondition = when,
            Assertions = [new CfnRuleAssertion { Assert = assertion, AssertDescription = description }],
        });
}
