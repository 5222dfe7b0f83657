using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// The name of a connection, for example <c>payments-prod (444455556666)</c>. It must be unique at the vendor, and the
/// names of AWS accounts are not, so it holds the ID.
/// </summary>
internal static class ConnectionName
{
    public static string Of(ManagedAccount account) => $"{account.Name} ({account.Id})";
}
