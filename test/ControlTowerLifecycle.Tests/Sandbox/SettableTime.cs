namespace ControlTowerLifecycle.Tests.Sandbox;

/// <summary>
/// The system clock with an adjustable offset. Signatures stay valid while sessions expire.
/// </summary>
internal sealed class SettableTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => _ahead += by;
}
