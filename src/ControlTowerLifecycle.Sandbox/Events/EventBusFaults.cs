namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>What may become of an event between Control Tower, which sends on a best-effort basis, and the
/// rules.</summary>
internal sealed class EventBusFaults
{
    private readonly Lock _gate = new();
    private int _duplicate;
    private int _drop;
    private int _reorder;

    /// <summary>The next events are delivered twice, under the same id.</summary>
    public void DuplicateNext(int events)
    {
        lock (_gate)
            _duplicate += events;
    }

    /// <summary>The next events never arrive.</summary>
    public void DropNext(int events)
    {
        lock (_gate)
            _drop += events;
    }

    /// <summary>Each of the next <paramref name="pairs"/> pairs of events arrives in the wrong order.</summary>
    public void ReorderNext(int pairs)
    {
        lock (_gate)
            _reorder += pairs;
    }

    internal bool TakeDuplicate() => Take(ref _duplicate);

    internal bool TakeDrop() => Take(ref _drop);

    internal bool TakeReorder() => Take(ref _reorder);

    private bool Take(ref int left)
    {
        lock (_gate)
        {
            if (left == 0)
                return false;
            left--;
            return true;
        }
    }
}
