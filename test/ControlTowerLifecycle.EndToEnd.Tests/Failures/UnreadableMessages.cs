using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Queues;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// Every kind of unreadable message, queued between two readable ones. All of them are done.
/// </summary>
public sealed class UnreadableMessages : IAsyncLifetime
{
    private const string Marker = "PAYLOAD-THAT-NO-LOG-REPEATS";
    private readonly List<NamedAccount> _readable = [];
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    internal IReadOnlyList<NamedAccount> Readable => _readable;

    /// <summary>The bodies of the unreadable messages by message id.</summary>
    internal Dictionary<string, string> Sent { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyList<QueueMessage> Letters { get; private set; } = [];

    /// <summary>The process that ran before the messages were queued.</summary>
    internal int ProcessId { get; private set; }

    /// <summary>Text in a message behind the part that a failure may quote.</summary>
    internal static string Unquotable => Marker;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick);
        await _stack.InvokeAsync(_stack.Deployment.ControlTower.EnableGuardrail(_stack.Production).ToJson());
        ProcessId = Assert.Single(_stack.Lifecycle.Environments).ProcessId;
        _readable.AddRange([_stack.Vend("first"), _stack.Vend("last")]);

        _stack.Deployment.WorkQueue.Send(_stack.Created(_readable[0]).ToJson());
        foreach (var body in Bodies())
            Sent.Add(_stack.Deployment.WorkQueue.Send(body), body);
        _stack.Deployment.WorkQueue.Send(_stack.Created(_readable[1]).ToJson());
        _stack.Deployment.Connect();
        await _stack.WaitUntilIdleAsync();

        var letters = new List<QueueMessage>();
        while (_stack.Deployment.DeadLetters.Receive(10) is { Count: > 0 } received)
            letters.AddRange(received);
        Letters = letters;
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
