using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// A connection that a walk has just listed, as a <see cref="KnownRegistration"/>. The vendor's ID is that of the account,
/// so the ID of the registration states what else its reader needs.
/// </summary>
internal static class KnownConnection
{
    private const string Ours = "ours";
    private const string OtherOwners = "other-owner";
    private const string WithWorkload = "+workload";

    /// <param name="isOurs">Whether this program made it.</param>
    /// <param name="hasWorkload">Whether a Server &amp; Workload Protection instance receives the account.</param>
    /// <param name="roleArn">The role that it uses.</param>
    public static KnownRegistration Write(bool isOurs, bool hasWorkload, string roleArn) => new(
        CloudAccountsProtection.ProtectionName,
        (isOurs ? Ours : OtherOwners) + (hasWorkload ? WithWorkload : ""),
        roleArn);

    /// <returns>The connection; null if the ID has another form.</returns>
    public static Connection? Read(AccountId account, KnownRegistration known)
    {
        var owner = HasWorkload(known) ? known.Id[..^WithWorkload.Length] : known.Id;
        return owner is Ours or OtherOwners
            ? new Connection(account.Value, known.RoleArn, Connection.Managed)
            {
                IsOtherOwners = owner == OtherOwners,
                WorkloadInstances = HasWorkload(known) ? ["listed"] : [],
            }
            : null;
    }

    public static bool HasWorkload(KnownRegistration known) => known.Id.EndsWith(WithWorkload, StringComparison.Ordinal);
}
