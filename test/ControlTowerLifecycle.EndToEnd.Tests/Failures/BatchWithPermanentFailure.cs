using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Queues;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// A batch that is done. The execution role of one of its accounts denies CreateRole, which needs the operator.
/// </summary>
public sealed class BatchWithPermanentFailure : IAsyncLifetime
{
    private readonly List<NamedAccount> _others = [];
    private NamedAccount? _rejected;
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    internal NamedAccount Rejected => _rejected!;

    /// <summary>The message of the rejected account.</summary>
    internal string RejectedBody { get; private set; } = "";

    /// <summary>The outcomes of the rejected account until the queue was empty.</summary>
    internal IReadOnlyList<string> RejectedOutcomes { get; private set; } = [];

    /// <summary>The dead letter of that message.</summary>
    internal QueueMessage Letter { get; private set; } = null!;

    internal IReadOnlyList<NamedAccount> Others => _others;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick);
        _rejected = _stack.Vend("denied");
        _stack.DenyCreateRole(_rejected.Id);
        _others.AddRange([_stack.Vend("before"), _stack.Vend("after")]);
        RejectedBody = _stack.Created(_rejected).ToJson();
        _stack.Deployment.WorkQueue.Send(_stack.Created(_others[0]).ToJson());
        _stack.Deployment.WorkQueue.Send(RejectedBody);
        _stack.Deployment.WorkQueue.Send(_stack.Created(_others[1]).ToJson());
        _stack.Deployment.Connect();
        await _stack.WaitUntilIdleAsync();
        await _stack.WaitForOutcomeAsync(_rejected.Id, "rejected");
        RejectedOutcomes = [.. _stack.Outcomes(_rejected.Id).Select(outcome => outcome.Outcome)];
        Letter = Assert.Single(_stack.Deployment.DeadLetters.Receive(10));
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
