using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>An account that a cause concerns, or a message that names no account.</summary>
/// <param name="Id">The ID of the account or of the message.</param>
/// <param name="Name">The account's name, or why the message cannot be read; null if it is unknown.</param>
internal sealed record Affected(string Id, string? Name)
{
    /// <summary>In characters. The name of an AWS account has 50 at most.</summary>
    private const int LongestText = 50;

    public static Affected Of(FailureNotice notice) => notice.Account is { } account
        ? new Affected(account.Value, OutsideText.Clean(notice.AccountName, LongestText))
        : new Affected(OutsideText.CleanName(notice.Source), OutsideText.CleanName(notice.Failure.Cause));
}
