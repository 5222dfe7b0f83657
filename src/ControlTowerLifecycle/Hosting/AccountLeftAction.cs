namespace ControlTowerLifecycle.Hosting;

/// <summary>What is done to an account that left Control Tower's government or the organization.</summary>
public enum AccountLeftAction
{
    /// <summary>Nothing: its protection stays.</summary>
    Keep,

    /// <summary>What was made here is removed.</summary>
    Disconnect,
}
