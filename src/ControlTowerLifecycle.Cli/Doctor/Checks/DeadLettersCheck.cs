using System.Text.Json;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>A message that fails permanently moves to the dead letters. Otherwise it is repeated until SQS deletes it.</summary>
internal sealed class DeadLettersCheck(DeployedStack stack) : ICheck
{
    public string Id => "dead-letters";

    public string Name => "dead-letter queue";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var work = await new QueueClient(stack.Connection, stack.Outputs.WorkQueue).ReadAttributesAsync(cancellationToken);
        var wanted = QueueArn.FromUrl(stack.Outputs.DeadLetters, stack.Connection);
        var target = Target(work.RedrivePolicy);
        return target == wanted
            ? CheckResult.Ok("attached to the work queue")
            : CheckResult.Failed(
                target is null ? "the work queue has none" : $"the work queue uses {target}, not {wanted}",
                "Restore the redrive policy of the work queue: detect the drift of the stack in CloudFormation, or deploy it again.");
    }

    private static string? Target(string? redrivePolicy)
    {
        try
        {
            using var policy = JsonDocument.Parse(redrivePolicy ?? "{}");
            return policy.RootElement.TryGetProperty("deadLetterTargetArn", out var target) ? target.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
