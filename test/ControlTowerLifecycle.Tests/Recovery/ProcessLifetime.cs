namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Whether a process still runs. The pending calls of a process that has ended never return.</summary>
internal sealed class ProcessLifetime(string name)
{
    public bool HasEnded { get; private set; }

    public void End() => HasEnded = true;

    public override string ToString() => name;
}
