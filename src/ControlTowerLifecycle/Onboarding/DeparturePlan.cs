namespace ControlTowerLifecycle.Onboarding;

/// <summary>What is to be removed of an account that left, over all protections, in order.</summary>
/// <param name="Planned">Each step with the protection that does it; empty when there is nothing to remove.</param>
/// <param name="Kept">What stays although it looks like ours, and why: a clause each.</param>
internal sealed record DeparturePlan(IReadOnlyList<PlannedStep> Planned, IReadOnlyList<string> Kept)
{
    /// <summary>What every protection found.</summary>
    public static DeparturePlan Of(IReadOnlyList<IObservedDeparture> observed)
    {
        var removals = observed.Select(one => (By: one, Removal: one.Plan())).ToList();
        return new DeparturePlan(
            [.. removals.SelectMany(one => one.Removal.Steps, (one, step) => new PlannedStep(one.By, step))],
            [.. removals.SelectMany(one => one.Removal.Kept)]);
    }
}

/// <summary>One protection's share of a <see cref="DeparturePlan"/>.</summary>
/// <param name="Steps">What is to be removed, in the order it is to be done.</param>
/// <param name="Kept">What stays, and why: a clause each.</param>
internal sealed record Removal(IReadOnlyList<Step> Steps, IReadOnlyList<string> Kept);
