using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Records the notifications.</summary>
internal sealed class FakeNotifier : INotifier
{
    private readonly List<FailureNotice> _notices = [];

    public IReadOnlyList<string> Sent =>
        [.. _notices.Select(notice => $"{notice.Account?.Value ?? notice.Source}: {notice.Failure.Cause}")];

    public IReadOnlyList<FailureNotice> Notices => _notices;

    /// <summary>Thrown by every notification.</summary>
    public Exception? Failure { get; set; }

    public async Task NotifyAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        _notices.Add(notice);
        if (Failure is not null)
            throw Failure;
    }
}

/// <summary>Records the digests.</summary>
internal sealed class FakeDigests : IDigests
{
    private readonly List<(CauseId Cause, string Message)> _sent = [];

    public IReadOnlyList<(CauseId Cause, string Message)> Sent => _sent;

    /// <summary>Thrown instead of recording a digest.</summary>
    public Exception? Failure { get; set; }

    public async Task SendAsync(CauseId cause, string message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        _sent.Add((cause, message));
    }
}

/// <summary>Records the dead letters.</summary>
internal sealed class FakeDeadLetters : IDeadLetters
{
    private readonly List<(string Body, IReadOnlyList<FailureNotice> Failures)> _kept = [];

    public IReadOnlyList<(string Body, IReadOnlyList<FailureNotice> Failures)> Kept => _kept;

    /// <summary>Thrown instead of recording a dead letter.</summary>
    public Exception? Failure { get; set; }

    public async Task<bool> KeepAsync(
        string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        _kept.Add((body, failures));
        return true;
    }
}

/// <summary>Records the back-off of returned messages.</summary>
internal sealed class FakeReceivedMessages : IReceivedMessages
{
    private readonly List<(string Receipt, TimeSpan After)> _returned = [];

    public IReadOnlyList<(string Receipt, TimeSpan After)> Returned => _returned;

    /// <summary>Thrown instead of recording a back-off.</summary>
    public Exception? Failure { get; set; }

    public async Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        _returned.Add((receiptHandle, after));
    }
}
