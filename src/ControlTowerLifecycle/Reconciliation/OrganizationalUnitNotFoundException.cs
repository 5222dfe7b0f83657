using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// A unit is to be walked that the organization does not have. Who asked for it decides: a person has mistyped its id, an
/// event is older than the unit's end.
/// </summary>
internal sealed class OrganizationalUnitNotFoundException(string message) : RemoteSystemException(message, null);
