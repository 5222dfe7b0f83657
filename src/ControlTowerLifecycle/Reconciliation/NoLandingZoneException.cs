using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// A stack is made where Control Tower has no landing zone. Its events never come there, so that no account would ever be
/// brought under protection by itself.
/// </summary>
internal sealed class NoLandingZoneException : RemoteSystemException
{
    private NoLandingZoneException(string message)
        : base(message, null)
    {
    }

    internal static NoLandingZoneException Of(Governance.Absent absent) => new(absent.Why)
    {
        RemoteSystem = "AWS Control Tower",
        Operation = "ListLandingZones",
        Resource = absent.Region,
        Kind = FailureKind.NeedsOperator,
        Advice = "Deploy the stack in Control Tower's home region; where there is no landing zone yet, set one up first.",
    };
}
