namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>Allowed but rare behaviour of a standard queue: duplicates and wrong order.</summary>
internal sealed class QueueFaults
{
    private int _duplicates;

    /// <summary>If true, a receive returns the newest message first.</summary>
    public bool Reorder { get; set; }

    /// <summary>A later receive returns each of the next <paramref name="messages"/> received messages again, with
    /// another receipt handle, even if the message was deleted in between.</summary>
    public void DuplicateNext(int messages) => Interlocked.Add(ref _duplicates, messages);

    internal bool TakeDuplicate()
    {
        if (Volatile.Read(ref _duplicates) <= 0)
            return false;
        return Interlocked.Decrement(ref _duplicates) >= 0;
    }
}
