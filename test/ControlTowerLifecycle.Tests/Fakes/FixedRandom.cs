namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Draws the same number every time.</summary>
/// <param name="drawn">From 0, up to but not 1.</param>
internal sealed class FixedRandom(double drawn) : Random
{
    public override double NextDouble() => drawn;

    public override int Next() => throw new UnexpectedCallException(nameof(Next));
}
