namespace ControlTowerLifecycle.Hosting;

/// <summary>What to do with an account that is no longer governed or has left the organization.</summary>
public enum AccountLeftAction
{
    /// <summary>Keep its protection.</summary>
    Keep,

    /// <summary>Remove the connector and the role that these functions created.</summary>
    Disconnect,
}
