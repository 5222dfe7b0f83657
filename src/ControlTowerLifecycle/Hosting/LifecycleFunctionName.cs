namespace ControlTowerLifecycle.Hosting;

/// <summary>The function that a process runs.</summary>
public enum LifecycleFunctionName
{
    /// <summary>Onboards the accounts in the work queue.</summary>
    Lifecycle,

    /// <summary>Walks over the organization and queues accounts.</summary>
    Backfill,

    /// <summary>Rotates the API key in the secret, for Secrets Manager.</summary>
    Rotation,

    /// <summary>Opens a support case for each new account.</summary>
    SupportCase,
}
