namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>The log of what a walk listed at the vendor.</summary>
internal interface IConnectionLog
{
    /// <summary>A connection of ours that the vendor does not report as managed.</summary>
    void NotManaged(Connection connection);

    /// <summary>A connection of ours that differs from the settings. It is not changed.</summary>
    void Differs(Connection connection, string difference);

    /// <summary>The number of our connections in each state. States without a connection are left out.</summary>
    void Listed(IReadOnlyDictionary<string, int> states);
}
