using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interrupting;

/// <summary>
/// Every kind of write interrupted once in an account of its own: by the end of the process, or by the loss of the
/// answer. All at once, each in a process of its own, for a run that finds a young role waits some seconds. Beside them
/// one account of each beginning that nothing happened to.
/// </summary>
public sealed partial class InterruptedAccounts : IAsyncLifetime
{
    private readonly Dictionary<Beginning, NamedAccount> _undisturbed = [];
    private readonly Dictionary<(string Operation, bool Killed), NamedAccount> _interrupted = [];
    private readonly ConcurrentDictionary<(string Operation, string AccountId), int> _kills = new();
    private readonly Dictionary<string, InjectedFault> _lost = new(StringComparer.Ordinal);
    private TestStack? _stack;

    internal static Dictionary<string, Beginning> Writes { get; } = new(StringComparer.Ordinal)
    {
        ["CreateRole"] = Beginning.Nothing,
        ["PutRolePolicy"] = Beginning.Nothing,
        ["POST /awsconnectors"] = Beginning.Nothing,
        ["DetachRolePolicy"] = Beginning.Predecessors,
        ["UpdateAssumeRolePolicy"] = Beginning.OldExternalId,
        ["POST /awsconnectors/{id}"] = Beginning.ConnectorOnAnotherRole,
    };

    internal TestStack Stack => _stack!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartConnectedAsync(TestStack.Quick with { MaximumConcurrency = 6, BatchSize = 1 });
        foreach (var beginning in Enum.GetValues<Beginning>())
            _undisturbed[beginning] = _stack.Vend(beginning);
        foreach (var (operation, beginning) in Writes)
        {
            var killed = _interrupted[(operation, true)] = _stack.Vend(beginning);
            _kills[(operation, killed.Id)] = 0;
            var lost = _interrupted[(operation, false)] = _stack.Vend(beginning);
            _lost[operation] = _stack.Server.Faults.Inject(
                FaultNames.ResetAfter, operation: operation, accountId: lost.Id);
        }

        using var killing = _stack.Server.Faults.OnWrite(KillOnceAsync);
        foreach (var account in _interrupted.Values.Concat(_undisturbed.Values))
            _stack.Announce(account);
        await _stack.QuietAsync();
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal NamedAccount Undisturbed(string operation) => _undisturbed[Writes[operation]];

    /// <summary>The account in which that write was interrupted; the interruption did happen.</summary>
    internal NamedAccount Interrupted(string operation, bool killed)
    {
        var account = _interrupted[(operation, killed)];
        Assert.Equal(1, killed ? _kills[(operation, account.Id)] : _lost[operation].Applied);
        return account;
    }

    /// <summary>All there is to an account, but for what tells it from another: ids, name and times.</summary>
    internal string[] StateOf(NamedAccount account) =>
    [
        .. Stack.Server.Snapshot().Of(account.Id).Select(fact => OwnMarks().Replace(
            fact.Replace(account.Id, "<id>", StringComparison.Ordinal), "<own>")),
    ];

    [GeneratedRegex(@"(?<=created )\S+|(?<=Id = )\d+", RegexOptions.None, 1000)]
    private static partial Regex OwnMarks();

    private Task KillOnceAsync(SandboxCall call, CancellationToken cancellationToken)
    {
        var key = (call.Operation, call.AccountId ?? "");
        if (_kills.TryUpdate(key, 1, 0))
        {
            Stack.Lifecycle.KillCurrent(environment =>
                environment.CurrentPayload?.Contains(key.Item2, StringComparison.Ordinal) == true);
        }

        return Task.CompletedTask;
    }
}
