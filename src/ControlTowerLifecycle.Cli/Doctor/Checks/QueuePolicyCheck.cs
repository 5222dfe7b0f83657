using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>EventBridge may send to the work queue and to the dead letters. Otherwise it drops the events.</summary>
internal sealed class QueuePolicyCheck(DeployedStack stack, StackRules rules) : ICheck
{
    public string Id => "queue-policy";

    public string Name => "queue policies";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var found = (await rules.GetAsync(cancellationToken)).Where(rule => rule.Exists).ToList();
        var work = await new QueueClient(stack.Connection, stack.Outputs.WorkQueue).ReadAttributesAsync(cancellationToken);
        var dead = await new QueueClient(stack.Connection, stack.Outputs.DeadLetters).ReadAttributesAsync(cancellationToken);
        var unknown = false;
        foreach (var (queue, rule) in found.Where(rule => rule.IsForQueue).Select(rule => (work, rule)).Concat(found.Select(rule => (dead, rule))))
        {
            switch (QueuePolicy.Allows(queue.Policy, queue.Arn, rule.Arn))
            {
                case false:
                    return CheckResult.Failed(
                        $"the policy of {queue.Arn} does not let the rule {rule.Name} send, so its events are lost",
                        "Restore the policy of the queue: detect the drift of the stack in CloudFormation, or deploy the stack again.");
                case null:
                    unknown = true;
                    break;
            }
        }

        return unknown
            ? CheckResult.NotChecked(
                "a policy has conditions that this command does not evaluate", "Compare it with the template: docs/security.md.")
            : CheckResult.Ok("EventBridge may send to the work queue and to the dead letters");
    }
}
