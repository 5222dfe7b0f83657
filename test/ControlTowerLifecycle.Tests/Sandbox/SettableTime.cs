namespace ControlTowerLifecycle.Tests.Sandbox;

/// <summary>
/// A clock that runs with the machine's and can be put forward, so that signatures stay current and sessions do not.
/// </summary>
internal sealed class SettableTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => _ahead += by;
}
