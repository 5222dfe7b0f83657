using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// A stack is created in a region without a landing zone. Control Tower sends no events there, so no new account would
/// ever be onboarded automatically.
/// </summary>
internal sealed class NoLandingZoneException : RemoteSystemException
{
    private NoLandingZoneException(string message)
        : base(message, null)
    {
    }

    internal static NoLandingZoneException Create(Governance.Absent absent) => new(absent.Why)
    {
        RemoteSystem = "AWS Control Tower",
        Operation = "ListLandingZones",
        Resource = absent.Region,
        Kind = FailureKind.NeedsOperator,
        Advice = "Deploy the stack in the home region of Control Tower; "
            + "if there is no landing zone yet, set it up first.",
    };
}
