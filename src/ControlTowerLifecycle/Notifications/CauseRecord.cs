namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// What is known of a cause: when its notifications were sent and whether a digest is requested. A value with the rules
/// that bound the notifications: the first is sent at once, further accounts are gathered for a digest, a second digest
/// follows hours later, and the rest waits until a day after the first.
/// </summary>
/// <remarks>
/// A notification is counted before it is sent. A process that ends in between has used it up, and so has a response that is
/// lost: no sequence of kills and lost responses sends more than <see cref="MostInADay"/> in a day.
/// </remarks>
/// <param name="Failure">A failure with this cause.</param>
internal sealed record CauseRecord(FailureSummary Failure)
{
    public const int MostInADay = 3;

    /// <summary>24 hours, and a minute because a mail is sent up to so long after it is counted.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1);

    /// <summary>The least time between two digests.</summary>
    public static readonly TimeSpan BetweenDigests = TimeSpan.FromHours(4);

    /// <summary>The times of the last notifications, earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> Sent { get; init; } = [];

    /// <summary>When the last digest was counted; null if there was none.</summary>
    public DateTimeOffset? DigestAt { get; init; }

    /// <summary>The message that counted the last notification; null after the notification was sent.</summary>
    public string? Claimant { get; init; }

    /// <summary>When the call-back of the digest comes; null if none is requested.</summary>
    public DateTimeOffset? TimerAt { get; init; }

    /// <summary>Changes with every write; null if the record is not stored yet.</summary>
    public string? Version { get; init; }

    /// <summary>
    /// Whether a failing account is notified at once: none was sent within the day; or the message's own was counted and
    /// not sent, because the process ended.
    /// </summary>
    public bool IsFirst(string message, DateTimeOffset now) =>
        Recent(now) is var recent && (recent.Count == 0 || (recent.Count < MostInADay && Claimant == message));

    /// <summary>When a digest may be sent.</summary>
    public DateTimeOffset DigestAllowedAt(string message, DateTimeOffset now)
    {
        var recent = Recent(now);
        if (recent.Count >= MostInADay)
            return recent[^MostInADay] + Day;

        // The digest of this message was counted and not sent, because the process ended.
        return DigestAt is { } last && Claimant != message ? last + BetweenDigests : now;
    }

    /// <summary>Counts a notification that is sent next.</summary>
    public CauseRecord Counted(string message, DateTimeOffset now) =>
        this with { Sent = [.. Recent(now), now], Claimant = message };

    /// <summary>The notification that this message counted was sent.</summary>
    public CauseRecord Confirmed(string message) => Claimant == message ? this with { Claimant = null } : this;

    /// <summary>The notification that this message counted at this time was not sent.</summary>
    public CauseRecord Released(string message, DateTimeOffset countedAt) => Claimant == message
        ? this with
        {
            Claimant = null,
            Sent = Without(Sent, countedAt),
            DigestAt = DigestAt == countedAt ? null : DigestAt,
        }
        : this;

    /// <summary>The time as the record stores it: in milliseconds.</summary>
    public static DateTimeOffset Now(TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private static List<DateTimeOffset> Without(IEnumerable<DateTimeOffset> times, DateTimeOffset one)
    {
        List<DateTimeOffset> others = [.. times];
        others.Remove(one);
        return others;
    }

    private List<DateTimeOffset> Recent(DateTimeOffset now) => [.. Sent.Where(sent => sent + Day > now)];
}
