using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// Tells one account's one cause once a day, over all processes: claim, tell, remember.
/// <list type="bullet">
/// <item>A process that ends between claim and telling has not told. Its message comes again and claims anew, for a
/// claim does not stand in its own claimant's way; that of another message ends after <see cref="Lease"/>.</item>
/// <item>A memory that cannot be asked and that waiting mends is a failure: told too late is better than fifty times.
/// One that only a person can mend stops nobody: it is told without it.</item>
/// <item>What was told and could not be remembered is told again at the next failure, at the earliest after the
/// lease.</item>
/// </list>
/// </summary>
internal sealed class DailyNotifier(
    INotifier people, INotificationClaims claims, INotificationLog log, TimeProvider time) : INotifier
{
    /// <summary>Longer than a message takes from its claim to its telling.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    /// <summary>Messages that nobody can read name no account; together they are told once a day.</summary>
    private const string NoAccount = "none";

    public async Task TellAsync(FailureNotice notice, CancellationToken cancellationToken)
    {
        var id = $"{notice.Account?.Value ?? NoAccount}#{notice.CauseKey}";
        if (!await MayTellAsync(id, notice.Source, cancellationToken))
            return;

        await people.TellAsync(notice, cancellationToken);
        await RememberAsync(id, cancellationToken);
    }

    private async Task<bool> MayTellAsync(string id, string claimant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            return await claims.TryClaimAsync(id, claimant, now, now + Lease, cancellationToken);
        }
        catch (RemoteSystemException refused) when (refused.Kind == FailureKind.NeedsOperator)
        {
            log.Failed("people are told without a look at what they know", refused.Message, refused.Advice);
            return true;
        }
    }

    private async Task RememberAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await claims.ToldAsync(id, time.GetUtcNow() + Silence, cancellationToken);
        }
        catch (RemoteSystemException forgotten)
        {
            // Failing here would have it told once more for certain.
            log.Failed("people were told, which is not remembered", forgotten.Message, forgotten.Advice);
        }
    }
}
