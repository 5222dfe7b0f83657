using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>
/// A connection that a walk has just listed, as the ID of a <see cref="KnownRegistration"/>. The vendor's ID is the account's,
/// so this ID states what else the reader needs.
/// </summary>
internal static class KnownConnection
{
    private const string Plain = "connected";
    private const string WithWorkload = "connected-with-workload";

    public static string Write(bool hasWorkload) => hasWorkload ? WithWorkload : Plain;

    /// <returns>The connection; null if the registration is none of ours.</returns>
    public static Connection? Read(AccountId account, KnownRegistration known) => known.Id switch
    {
        Plain => new Connection(account.Value, known.RoleArn, Connection.Managed),
        WithWorkload => new Connection(account.Value, known.RoleArn, Connection.Managed) { WorkloadInstances = [WithWorkload] },
        _ => null,
    };

    public static bool HasWorkload(KnownRegistration known) => known.Id == WithWorkload;
}
