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

/// <summary>Records what a port is given.</summary>
internal abstract class Recorder<T>
{
    private readonly List<T> _records = [];

    /// <summary>Thrown instead of recording.</summary>
    public Exception? Failure { get; set; }

    protected IReadOnlyList<T> Records => _records;

    protected async Task RecordAsync(T record, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null)
            throw Failure;
        _records.Add(record);
    }
}

/// <summary>Records the digests.</summary>
internal sealed class FakeDigests : Recorder<(CauseId Cause, string Message)>, IDigests
{
    public IReadOnlyList<(CauseId Cause, string Message)> Sent => Records;

    public Task SendAsync(CauseId cause, string message, CancellationToken cancellationToken) =>
        RecordAsync((cause, message), cancellationToken);
}

/// <summary>Records the dead letters.</summary>
internal sealed class FakeDeadLetters : Recorder<(string Body, IReadOnlyList<FailureNotice> Failures)>, IDeadLetters
{
    public IReadOnlyList<(string Body, IReadOnlyList<FailureNotice> Failures)> Kept => Records;

    public async Task<bool> KeepAsync(
        string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        await RecordAsync((body, failures), cancellationToken);
        return true;
    }
}

/// <summary>Records the back-off of returned messages.</summary>
internal sealed class FakeReceivedMessages : Recorder<(string Receipt, TimeSpan After)>, IReceivedMessages
{
    public IReadOnlyList<(string Receipt, TimeSpan After)> Returned => Records;

    public Task ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        RecordAsync((receiptHandle, after), cancellationToken);
}
