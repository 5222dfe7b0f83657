using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>The steps between an account's state and the wanted state, in the order in which they are applied.</summary>
/// <param name="Steps">Plain values; empty if nothing is to do.</param>
internal sealed record Plan(IReadOnlyList<Step> Steps)
{
    /// <summary>
    /// What an offboarding leaves in place although it looks like ours: one clause each, with the reason.
    /// </summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>
    /// What the operator must settle before any step is applied, for example a role of another owner; null if nothing.
    /// </summary>
    public RemoteSystemException? Conflict { get; init; }

    /// <summary>
    /// Whether the conflict is a role of ours that another owner has changed: it gives the vendor more, or less, than it
    /// should, so the account does not count as protected.
    /// </summary>
    public bool IsWidened { get; init; }

    /// <summary>Why nothing is to do although another owner's registration is in use; null otherwise.</summary>
    public string? ConnectedOtherwise { get; init; }

    /// <summary>The plans of all protections as one, in the order of the protections.</summary>
    public static Plan Of(IEnumerable<Plan> plans)
    {
        IReadOnlyList<Plan> all = [.. plans];
        return new Plan([.. all.SelectMany(plan => plan.Steps)])
        {
            Kept = [.. all.SelectMany(plan => plan.Kept)],
            Conflict = all.Select(plan => plan.Conflict).FirstOrDefault(conflict => conflict is not null),
            IsWidened = all.Any(plan => plan.IsWidened),
            ConnectedOtherwise = all.Select(plan => plan.ConnectedOtherwise).FirstOrDefault(why => why is not null),
        };
    }
}
