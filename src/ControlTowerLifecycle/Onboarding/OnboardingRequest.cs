using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>A request to onboard an account. It carries facts; scope and state are judged by the run itself.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">The account's name; null if the sender does not know it.</param>
/// <param name="Origin">What requests the onboarding.</param>
internal sealed record OnboardingRequest(AccountId Id, string? Name, Origin Origin)
{
    /// <summary>The unit that the sender names; null if it names none. Only reported to other systems.</summary>
    public string? OrganizationalUnitId { get; init; }

    /// <summary>Registrations that a walk has just listed, at most one for each protection.</summary>
    public IReadOnlyList<KnownRegistration> Known { get; init; } = [];
}
