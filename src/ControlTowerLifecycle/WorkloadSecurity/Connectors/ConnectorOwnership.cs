using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// Which connectors this program may change: those on its role or on the predecessor's role in the account. Everyone can
/// choose a display name, so a connector with our name on another role, for example VisionOneRole, has another owner.
/// </summary>
internal static class ConnectorOwnership
{
    public static bool IsOurs(Connector connector, ConnectorRole role, AccountId account) =>
        connector.CrossAccountRoleArn is { } arn && (arn == role.ArnIn(account) || arn == role.PredecessorsRoleIn(account));
}
