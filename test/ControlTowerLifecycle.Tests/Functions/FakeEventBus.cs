using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Records the events. It is off until a test switches it on.</summary>
internal sealed class FakeEventBus : IEventBus
{
    private readonly List<IReadOnlyList<AccountEvent>> _calls = [];

    public bool IsOn { get; set; }

    public int BatchSize { get; init; } = 10;

    /// <summary>The events of each call, with those that were not accepted.</summary>
    public IReadOnlyList<IReadOnlyList<AccountEvent>> Calls => _calls;

    public IReadOnlyList<AccountEvent> Put => [.. _calls.SelectMany(call => call)];

    /// <summary>Thrown by every call.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The failure of an event; null if it is accepted.</summary>
    public Func<AccountEvent, RemoteSystemException?> Refusal { get; set; } = _ => null;

    /// <summary>A call waits for it.</summary>
    public Func<CancellationToken, Task> Response { get; set; } = _ => Task.CompletedTask;

    public async Task<IReadOnlyList<RemoteSystemException?>> PutAsync(
        IReadOnlyList<AccountEvent> events, CancellationToken cancellationToken)
    {
        Assert.InRange(events.Count, 1, BatchSize);
        _calls.Add(events);
        await Response(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Failure is null ? [.. events.Select(Refusal)] : throw Failure;
    }
}

/// <summary>Records the messages that the function sends to itself.</summary>
internal sealed class FakeDelayedMessages : IDelayedMessages
{
    private readonly List<(string Body, TimeSpan Delay)> _sent = [];

    public IReadOnlyList<(string Body, TimeSpan Delay)> Sent => _sent;

    public bool IsSet { get; set; } = true;

    /// <summary>Thrown instead of recording a message.</summary>
    public Exception? Failure { get; set; }

    public async Task<bool> SendAsync(string body, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        if (IsSet)
            _sent.Add((body, delay));
        return IsSet;
    }
}
