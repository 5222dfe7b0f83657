using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// A rule of the template: parameters that do not fit together are refused before anything is made.
/// </summary>
internal static class Refusal
{
    /// <param name="scope">Where the rule belongs.</param>
    /// <param name="id">Its name.</param>
    /// <param name="holds">What must hold.</param>
    /// <param name="sentence">What a person reads where it does not.</param>
    /// <param name="when">When it is looked at; always, where left out.</param>
    public static void Unless(
        Construct scope, string id, ICfnConditionExpression holds, string sentence, ICfnConditionExpression? when = null) =>
        _ = new CfnRule(scope, id, new CfnRuleProps
        {
            RuleCondition = when,
            Assertions = [new CfnRuleAssertion { Assert = holds, AssertDescription = sentence }],
        });
}
