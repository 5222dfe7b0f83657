using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Queues;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// A batch in which one account's execution role may only look: no retry mends that. It has been worked off.
/// </summary>
public sealed class BatchWithPermanentFailure : IAsyncLifetime
{
    private const string MayOnlyLook =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:Get*","iam:List*"],"Resource":"*"}]}
        """;

    private readonly List<NamedAccount> _others = [];
    private NamedAccount? _broken;
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    internal NamedAccount Broken => _broken!;

    /// <summary>The message about the account whose role may only look.</summary>
    internal string BrokenBody { get; private set; } = "";

    /// <summary>The outcomes of that account until the queue was empty.</summary>
    internal IReadOnlyList<string> BrokenWords { get; private set; } = [];

    /// <summary>What became of that message.</summary>
    internal QueueMessage Dead { get; private set; } = null!;

    internal IReadOnlyList<NamedAccount> Others => _others;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick);
        _broken = _stack.Vend("may-only-look");
        _stack.ChangeExecutionRole(_broken.Id, role => role with
        {
            AttachedPolicyArns = [],
            InlinePolicies = role.InlinePolicies.Add("look", MayOnlyLook),
        });
        _others.AddRange([_stack.Vend("before"), _stack.Vend("after")]);
        BrokenBody = _stack.Created(_broken).ToJson();
        _stack.Deployment.WorkQueue.Send(_stack.Created(_others[0]).ToJson());
        _stack.Deployment.WorkQueue.Send(BrokenBody);
        _stack.Deployment.WorkQueue.Send(_stack.Created(_others[1]).ToJson());
        _stack.Deployment.Connect();
        await _stack.QuietAsync();
        await _stack.OutcomeAsync(_broken.Id, "rejected");
        BrokenWords = [.. _stack.Outcomes(_broken.Id).Select(outcome => outcome.Outcome)];
        Dead = Assert.Single(_stack.Deployment.DeadLetters.Receive(10));
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
