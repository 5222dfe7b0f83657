using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// The organization does not have the unit to be walked. If an operator asked for it, its ID is wrong; if an event did,
/// the unit was deleted since.
/// </summary>
internal sealed class OrganizationalUnitNotFoundException(string message) : RemoteSystemException(message, null);
