namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>What a standard queue may do and seldom does: deliver twice, deliver out of order.</summary>
internal sealed class QueueFaults
{
    private int _duplicates;

    /// <summary>While set, the newest message is handed out first.</summary>
    public bool Reorder { get; set; }

    /// <summary>Each of the next <paramref name="messages"/> messages handed out is handed out once more by a later
    /// receive, under another receipt, even when it was deleted in between.</summary>
    public void DuplicateNext(int messages) => Interlocked.Add(ref _duplicates, messages);

    internal bool TakeDuplicate()
    {
        if (Volatile.Read(ref _duplicates) <= 0)
            return false;
        return Interlocked.Decrement(ref _duplicates) >= 0;
    }
}
