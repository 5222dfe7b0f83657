namespace ControlTowerLifecycle.Hosting;

/// <summary>Which of the functions a process is.</summary>
public enum LifecycleFunctionName
{
    /// <summary>Onboards the accounts that the queue names.</summary>
    Lifecycle,

    /// <summary>Queues all accounts when the stack is deployed or updated.</summary>
    Backfill,
}
