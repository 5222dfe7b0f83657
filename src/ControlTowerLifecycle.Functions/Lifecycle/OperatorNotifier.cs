using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>Reports failures to the operator: in the log, and through the topic if one is set.</summary>
internal sealed class OperatorNotifier(INotifier notifier, LifecycleLog log)
{
    public const string NotSent = "the notification was not sent";

    /// <summary>Notifies of failures that are final, and logs that the operator must act.</summary>
    /// <returns>False if a notification was not sent and a later attempt could send it.</returns>
    public async Task<bool> NotifyAsync(IEnumerable<FailureNotice> notices, CancellationToken cancellationToken)
    {
        var allSent = true;
        foreach (var notice in notices)
        {
            // A failure without an account is logged already, with what cannot be read or what was thrown.
            if (notice.Account is not null)
                log.ActionRequired(notice);

            allSent &= await SendAsync(notice, cancellationToken);
        }

        return allSent;
    }

    /// <summary>Notifies of failures that a later attempt can still end. A later receive repeats what was not sent.</summary>
    public async Task NotifyRetriedAsync(IEnumerable<FailureNotice> notices, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
            await SendAsync(notice, cancellationToken);
    }

    private async Task<bool> SendAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            await notifier.NotifyAsync(notice, cancellationToken);
            return true;
        }
        catch (RemoteSystemException failed)
        {
            log.Failed(NotSent, $"{Subject(notice)}: {failed.Message}", failed.Advice);
            return failed.Kind == FailureKind.NeedsOperator;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed(NotSent, $"{Subject(notice)}: the invocation's time ran out", null);
            return false;
        }
    }

    private static string Subject(FailureNotice notice) =>
        notice.Account is { } account ? $"account {account}" : $"message {notice.Source}";
}
