namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>What the stack's rules select of Control Tower's events.</summary>
internal static class EventNames
{
    /// <summary>Events that name the accounts they are about: to the work queue.</summary>
    public static IReadOnlyList<string> OfAccounts { get; } = ["CreateManagedAccount", "UpdateManagedAccount", "SetupLandingZone"];

    /// <summary>Events that concern accounts without naming them: to the backfill function.</summary>
    public static IReadOnlyList<string> OfTheOrganization { get; } = ["RegisterOrganizationalUnit", "UpdateLandingZone"];
}
