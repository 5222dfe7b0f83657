using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>An account that is to be onboarded, as far as the one who asks knows it.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">Its name; null where the organization has to be asked.</param>
/// <param name="Origin">What asks.</param>
internal sealed record OnboardingRequest(AccountId Id, string? Name, Origin Origin)
{
    /// <summary>What is registered for it already, one for each protection at most; of those that are known.</summary>
    public IReadOnlyList<KnownRegistration> Known { get; init; } = [];
}
