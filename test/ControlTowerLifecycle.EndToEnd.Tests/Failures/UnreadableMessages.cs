using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Queues;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// Messages that cannot be read, of every kind, in the queue between two good ones; all have been worked off.
/// </summary>
public sealed class UnreadableMessages : IAsyncLifetime
{
    private const string Marker = "PAYLOAD-THAT-NO-LOG-REPEATS";
    private readonly List<NamedAccount> _good = [];
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    internal IReadOnlyList<NamedAccount> Good => _good;

    /// <summary>Message ids of those that cannot be read, with their bodies.</summary>
    internal Dictionary<string, string> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>What came to the dead-letter queue.</summary>
    internal IReadOnlyList<QueueMessage> Dead { get; private set; } = [];

    /// <summary>The process that was there before.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>Stands in a message, past what a sentence about it may quote.</summary>
    internal static string Unquotable => Marker;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick);
        await _stack.InvokeAsync(_stack.Deployment.ControlTower.EnableGuardrail(_stack.Production).ToJson());
        ProcessId = Assert.Single(_stack.Lifecycle.Environments).ProcessId;
        _good.AddRange([_stack.Vend("first"), _stack.Vend("last")]);

        _stack.Deployment.WorkQueue.Send(_stack.Created(_good[0]).ToJson());
        foreach (var body in Bodies())
            Sent.Add(_stack.Deployment.WorkQueue.Send(body), body);
        _stack.Deployment.WorkQueue.Send(_stack.Created(_good[1]).ToJson());
        _stack.Deployment.Connect();
        await _stack.QuietAsync();

        var dead = new List<QueueMessage>();
        while (_stack.Deployment.DeadLetters.Receive(10) is { Count: > 0 } some)
            dead.AddRange(some);
        Dead = dead;
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IEnumerable<string> Bodies()
    {
        const string id = "700001010101";
        return
        [
            $"no JSON, {Marker}",
            "   ",
            $$"""{"accountId": "{{id}}" """,
            $$"""{"accountId": "{{id}}"} and more""",
            "[]", "42", "\"text\"", "null", "true", "{}",
            """{"accountId": null}""",
            """{"accountId": 700001010101}""",
            """{"accountId": ["700001010101"]}""",
            """{"accountId": "70000101010"}""",
            """{"accountId": " 700001010101"}""",
            """{"accountId": "７００００１０１０１０１"}""",
            """{"accountId": "\ud800"}""",
            """{"accountId": "700001010101", "origin": "elsewhere"}""",
            """{"accountId": "700001010101", "accountName": 7}""",
            new string('[', 300),
            """{"source": 7}""",
            """{"source": "aws.controltower"}""",
            Created("{}"),
            Created("""{"createManagedAccountStatus": {"state": "SUCCEEDED"}}"""),
            Stack.Deployment.ControlTower.RegisterOrganizationalUnit(Stack.Production, succeeded: true).ToJson(),
            $$"""{"accountId": "{{new string('7', SandboxQueue.LargestBody - 64)}}{{Marker}}"}""",
        ];
    }

    private static string Created(string serviceEventDetails) =>
        """
        {"source": "aws.controltower", "detail": {"eventName": "CreateManagedAccount", "serviceEventDetails": DETAILS}}
        """.Replace("DETAILS", serviceEventDetails, StringComparison.Ordinal);
}
