using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>Tells people, by the log and by the topic where there is one.</summary>
internal sealed class OperatorNotifier(INotifier? notifications, LifecycleLog log)
{
    private const string NotSent = "the notification was not sent";

    /// <returns>False where something was not told that a later attempt could tell.</returns>
    public async Task<bool> TellAsync(IEnumerable<FailureNotice> notices, CancellationToken cancellationToken)
    {
        var told = true;
        foreach (var notice in notices)
            told &= await TellAsync(notice, cancellationToken);

        return told;
    }

    private async Task<bool> TellAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        // What is about no account has its line already: it says what cannot be read, or what was thrown.
        if (notice.Account is not null)
            log.ActionRequired(notice);

        if (notifications is null)
            return true;

        try
        {
            await notifications.NotifyAsync(notice, cancellationToken);
            return true;
        }
        catch (RemoteSystemException untold)
        {
            log.Failed(NotSent, $"{About(notice)}: {untold.Message}", untold.Advice);
            return untold.Kind == FailureKind.NeedsOperator;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed(NotSent, $"{About(notice)}: the invocation's time ran out", null);
            return false;
        }
    }

    private static string About(FailureNotice notice) =>
        notice.Account is { } account ? $"account {account}" : $"message {notice.Source}";
}
