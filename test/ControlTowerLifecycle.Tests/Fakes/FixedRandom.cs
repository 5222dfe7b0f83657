namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Returns the same number every time.</summary>
/// <param name="number">At least 0, less than 1.</param>
internal sealed class FixedRandom(double number) : Random
{
    public override double NextDouble() => number;

    public override int Next() => throw new UnexpectedCallException(nameof(Next));
}
