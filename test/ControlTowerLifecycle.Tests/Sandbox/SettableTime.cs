namespace ControlTowerLifecycle.Tests.Sandbox;

/// <summary>
/// A clock that runs with the machine's and can be put forward, so that signatures stay current and sessions do not.
/// </summary>
internal sealed class SettableTime : TimeProvider
{
    private TimeSpan ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => ahead += by;
}
