using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// What the stack adds if it opens support cases: rule, queue with dead letters of its own, function and mapping.
/// </summary>
internal sealed class SupportCaseDeployment : IAsyncDisposable
{
    private const string RuleName = "new-accounts";
    private static readonly TimeSpan FunctionTimeout = TimeSpan.FromSeconds(60);
    private readonly LifecycleDeployment _stack;
    private readonly EventSourceMapping _mapping;

    /// <param name="stack">The stack.</param>
    /// <param name="bootstrapPath">The path of the functions' executable.</param>
    /// <param name="returnAfter">When a failed message is received again.</param>
    /// <param name="time">The clock.</param>
    public SupportCaseDeployment(LifecycleDeployment stack, string bootstrapPath, TimeSpan returnAfter, TimeProvider time)
    {
        _stack = stack;
        DeadLetters = CreateQueue("support-case-dead-letters", TimeSpan.FromSeconds(30), null, time);
        Queue = CreateQueue("support-cases", FunctionTimeout * 6, new RedrivePolicy(DeadLetters, 20), time);
        Function = new LambdaFunction(Settings(stack), new ProcessLauncher(bootstrapPath), time);
        stack.Server.Functions.Add(Function);
        stack.Bus.Add(new SandboxEventRule(
            RuleName,
            EventPattern.Parse(
                """
                {"source":["controltower.lifecycle"],"detail-type":["Account Onboarded"],"detail":{"origin":["vended"]}}
                """),
            [new SandboxEventTarget.Queue(Queue) { DeadLetters = DeadLetters }]));
        _mapping = new EventSourceMapping(
            Queue, Function, new MappingSettings { MaximumConcurrency = 2, ReturnAfter = returnAfter });
    }

    public SandboxQueue Queue { get; }

    public SandboxQueue DeadLetters { get; }

    public LambdaFunction Function { get; }

    public async ValueTask DisposeAsync()
    {
        _stack.Bus.RemoveRule(RuleName);
        await _mapping.DisposeAsync();
        await Function.DisposeAsync();
        Queue.Dispose();
        DeadLetters.Dispose();
    }

    private SandboxFunctionSettings Settings(LifecycleDeployment stack) => new()
    {
        Name = "support-case",
        Region = stack.Organization.Region,
        AccountId = stack.Organization.ManagementAccountId,
        Credentials = new FunctionCredentials(
            stack.Server.Credentials.AccessKey, stack.Server.Credentials.SecretKey, stack.Server.Credentials.SessionToken),
        Timeout = FunctionTimeout,
        Variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = "support-case",
            ["MANAGEMENT_ACCOUNT_ID"] = stack.Organization.ManagementAccountId,
            ["WORK_QUEUE_URL"] = Queue.Url,
            ["DEAD_LETTER_QUEUE_URL"] = DeadLetters.Url,
            ["MAXIMUM_RECEIVES"] = "20",
            ["NOTIFICATION_TOPIC_ARN"] = stack.Server.Topic.Arn,
            ["NOTIFICATION_TABLE_NAME"] = stack.Server.Notifications.Name,
            ["AWS_ENDPOINT_URL"] = stack.Server.AwsEndpoint.ToString(),
        },
    };

    private SandboxQueue CreateQueue(string name, TimeSpan visibilityTimeout, RedrivePolicy? redrive, TimeProvider time)
    {
        var queue = new SandboxQueue(
            new QueueSettings
            {
                Name = name,
                Region = _stack.Organization.Region,
                AccountId = _stack.Organization.ManagementAccountId,
                Endpoint = _stack.Server.AwsEndpoint,
                VisibilityTimeout = visibilityTimeout,
                RedrivePolicy = redrive,
            },
            time);
        _stack.Server.Queues.Add(queue);
        return queue;
    }
}
