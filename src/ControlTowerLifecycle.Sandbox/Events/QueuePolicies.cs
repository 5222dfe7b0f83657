using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>The policies of queues that rules of EventBridge send to.</summary>
internal static class QueuePolicies
{
    private const string EventBridge = "events.amazonaws.com";

    /// <summary>Lets these rules send, one statement for each, as the template does.</summary>
    public static string Allow(SandboxQueue queue, IEnumerable<string> ruleArns) => new JsonObject
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(
        [
            .. ruleArns.Select(rule => new JsonObject
            {
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["Service"] = EventBridge },
                ["Action"] = "sqs:SendMessage",
                ["Resource"] = queue.Arn,
                ["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["aws:SourceArn"] = rule } },
            }),
        ]),
    }.ToJsonString();

    /// <summary>Whether the policy of a queue lets a rule send.</summary>
    public static bool Permit(SandboxQueue queue, string ruleArn)
    {
        if (queue.Policy is not { } policy)
            return true;

        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:SourceArn"] = ruleArn,
            ["aws:SourceAccount"] = ruleArn.Split(':')[4],
            ["aws:SecureTransport"] = "true",
            ["aws:PrincipalIsAWSService"] = "true",
        };
        var sender = new Principal("", EventBridge, EventBridge);
        return SandboxPolicy.Parse(policy, PolicyKind.Resource)
            .Evaluate(new PolicyRequest("sqs:SendMessage", queue.Arn, sender, context)) == Verdict.Allowed;
    }
}
