using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>
/// Every kind of write is interrupted twice, each time in a separate account: once the process is killed after the
/// write, once the response is lost. The accounts run in parallel, each in a separate process, because a run that finds
/// a new role waits some seconds. For comparison, one account of each initial state is onboarded without interruption.
/// </summary>
public sealed partial class InterruptedAccounts : IAsyncLifetime
{
    private readonly Dictionary<InitialState, NamedAccount> _undisturbed = [];
    private readonly Dictionary<(string Operation, bool Killed), NamedAccount> _interrupted = [];
    private readonly ConcurrentDictionary<(string Operation, string AccountId), int> _kills = new();
    private readonly Dictionary<string, InjectedFault> _lost = new(StringComparer.Ordinal);
    private TestStack? _stack;

    internal static Dictionary<string, InitialState> Writes { get; } = new(StringComparer.Ordinal)
    {
        ["CreateRole"] = InitialState.Nothing,
        ["PutRolePolicy"] = InitialState.Nothing,
        ["POST /awsconnectors"] = InitialState.Nothing,
        ["DetachRolePolicy"] = InitialState.PredecessorRole,
        ["UpdateAssumeRolePolicy"] = InitialState.OldExternalId,
        ["POST /awsconnectors/{id}"] = InitialState.ConnectorOnAnotherRole,
    };

    internal TestStack Stack => _stack!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartConnectedAsync(TestStack.Quick with
        {
            MaximumConcurrency = 6,
            BatchSize = 1,
            Variables = TestStack.Variable("FOREIGN_CONNECTORS", "take-over"),
        });
        foreach (var state in Enum.GetValues<InitialState>())
            _undisturbed[state] = _stack.Vend(state);
        foreach (var (operation, state) in Writes)
        {
            var killed = _interrupted[(operation, true)] = _stack.Vend(state);
            _kills[(operation, killed.Id)] = 0;
            var lost = _interrupted[(operation, false)] = _stack.Vend(state);
            _lost[operation] = _stack.Server.Faults.Inject(
                FaultNames.ResetAfter, operation: operation, accountId: lost.Id);
        }

        using var killing = _stack.Server.Faults.OnWrite(KillOnceAsync);
        foreach (var account in _interrupted.Values.Concat(_undisturbed.Values))
            _stack.Announce(account);
        await _stack.WaitUntilIdleAsync();
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal NamedAccount Undisturbed(string operation) => _undisturbed[Writes[operation]];

    /// <summary>The account in which the write was interrupted. Asserts that the interruption happened.</summary>
    internal NamedAccount Interrupted(string operation, bool killed)
    {
        var account = _interrupted[(operation, killed)];
        Assert.Equal(1, killed ? _kills[(operation, account.Id)] : _lost[operation].Applied);
        return account;
    }

    /// <summary>The state of an account without the values that differ between accounts: ids, name and times.</summary>
    internal string[] ComparableState(NamedAccount account) =>
    [
        .. Stack.Server.Snapshot().Of(account.Id).Select(fact => OwnValues().Replace(
            fact.Replace(account.Id, "<id>", StringComparison.Ordinal), "<own>")),
    ];

    [GeneratedRegex(@"(?<=created )\S+|(?<=Id = )\d+", RegexOptions.None, 1000)]
    private static partial Regex OwnValues();

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
