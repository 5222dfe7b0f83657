using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>The outputs of the stack.</summary>
/// <param name="values">By the name of the output.</param>
internal sealed class StackOutputs(IReadOnlyDictionary<string, string> values)
{
    /// <summary>The name of the function that onboards accounts.</summary>
    public string LifecycleFunction => Required(nameof(LifecycleFunction));

    /// <summary>The name of the function that walks over the organization.</summary>
    public string BackfillFunction => Required(nameof(BackfillFunction));

    /// <summary>The URL of the work queue.</summary>
    public string WorkQueue => Required(nameof(WorkQueue));

    /// <summary>The URL of the dead-letter queue.</summary>
    public string DeadLetters => Required(nameof(DeadLetters));

    /// <summary>The ARN of the topic.</summary>
    public string NotificationTopic => Required(nameof(NotificationTopic));

    /// <summary>The version of the template; null if it is older than this output.</summary>
    public string? Version => Find(nameof(Version));

    /// <summary>The ARN of the secret with the key of Workload Security; null without this protection.</summary>
    public string? ApiKeySecret => Find(nameof(ApiKeySecret));

    /// <summary>The ARN of the secret with the key of Trend Vision One; null without this protection.</summary>
    public string? VisionOneSecret => Find(nameof(VisionOneSecret));

    public string? Find(string name) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private string Required(string name) => Find(name)
        ?? throw new ToolException(
            $"The stack has no output {name}, so it is no stack of Control Tower Lifecycle, or it is not deployed yet.",
            "Name the main stack with --stack.");
}
