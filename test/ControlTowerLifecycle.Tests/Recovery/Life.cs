namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Whether a process still runs. What a dead one waits for never comes.</summary>
internal sealed class Life(string name)
{
    public bool IsOver { get; private set; }

    public void End() => IsOver = true;

    public override string ToString() => name;
}
