using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// What a connector is called in the vendor's console: <c>ControlTower - payments-prod - 444455556666</c>, as the
/// predecessor called it, so that lists and searches of an organization that ran it stay as they are.
/// </summary>
internal static class ConnectorName
{
    private const string Prefix = "ControlTower - ";

    public static string Of(ManagedAccount account) => $"{Prefix}{account.Name} - {account.Id}";

    /// <summary>Whether a connector is called as ours are, whatever the account was named at the time.</summary>
    public static bool IsOurs(string? displayName, AccountId account)
    {
        var suffix = $" - {account}";
        return displayName is not null
            && displayName.Length >= Prefix.Length + suffix.Length
            && displayName.StartsWith(Prefix, StringComparison.Ordinal)
            && displayName.EndsWith(suffix, StringComparison.Ordinal);
    }
}
