using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// Which connectors this program may change: those with its display name, which the predecessor used too, and those on the
/// predecessor's role. Any other connector, for example one that Cloud Accounts made on VisionOneRole, has another owner.
/// </summary>
internal static class ConnectorOwnership
{
    public static bool IsOurs(Connector connector, ConnectorRole role, AccountId account) =>
        ConnectorName.IsOurs(connector.DisplayName, account)
        || connector.CrossAccountRoleArn == role.PredecessorsRoleIn(account);
}
