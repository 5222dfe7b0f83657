using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// What is to be done to one account, over all protections, in order. A dry run prints exactly what an apply would do.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Planned">Each step with the protection that does it; empty when there is nothing to do.</param>
internal sealed record Plan(ManagedAccount Account, IReadOnlyList<PlannedStep> Planned)
{
    /// <summary>The steps alone.</summary>
    public IEnumerable<Step> Steps => Planned.Select(planned => planned.Step);

    /// <summary>The difference between what every protection wants and what it found.</summary>
    public static Plan For(ManagedAccount account, IEnumerable<IObservedProtection> observed) =>
        new(account, [.. observed.SelectMany(one => one.Plan(account), (one, step) => new PlannedStep(one, step))]);
}

/// <summary>A step and the protection it belongs to.</summary>
internal sealed record PlannedStep(IStepApplier By, Step Step);
