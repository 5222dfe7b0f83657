using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// The display name of a connector, for example <c>ControlTower - payments-prod - 444455556666</c>. It has the form
/// that the predecessor used, so that existing lists and searches in the vendor's console still work.
/// </summary>
internal static class ConnectorName
{
    private const string Prefix = "ControlTower - ";

    public static string Of(ManagedAccount account) => $"{Prefix}{OutsideText.CleanName(account.Name)} - {account.Id}";

    /// <summary>Whether a display name has the form of ours. The account can have had another name.</summary>
    public static bool IsOurs(string? displayName, AccountId account)
    {
        var suffix = $" - {account}";
        return displayName is not null
            && displayName.Length >= Prefix.Length + suffix.Length
            && displayName.StartsWith(Prefix, StringComparison.Ordinal)
            && displayName.EndsWith(suffix, StringComparison.Ordinal);
    }
}
