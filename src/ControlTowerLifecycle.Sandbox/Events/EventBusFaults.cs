namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>Delivery faults: Control Tower sends events on a best-effort basis.</summary>
internal sealed class EventBusFaults
{
    private readonly Lock _gate = new();
    private int _duplicate;
    private int _drop;
    private int _reorder;

    /// <summary>Delivers the next <paramref name="events"/> events twice, with the same id.</summary>
    public void DuplicateNext(int events)
    {
        lock (_gate)
            _duplicate += events;
    }

    /// <summary>Drops the next <paramref name="events"/> events.</summary>
    public void DropNext(int events)
    {
        lock (_gate)
            _drop += events;
    }

    /// <summary>Swaps the events of the next <paramref name="pairs"/> pairs.</summary>
    public void ReorderNext(int pairs)
    {
        lock (_gate)
            _reorder += pairs;
    }

    internal bool TakeDuplicate() => Take(ref _duplicate);

    internal bool TakeDrop() => Take(ref _drop);

    internal bool TakeReorder() => Take(ref _reorder);

    private bool Take(ref int remaining)
    {
        lock (_gate)
        {
            if (remaining == 0)
                return false;
            remaining--;
            return true;
        }
    }
}
