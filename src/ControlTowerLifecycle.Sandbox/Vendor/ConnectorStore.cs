namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The connectors of the tenant. An account can have several: the API documentation does not exclude it.
/// </summary>
internal sealed class ConnectorStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SandboxConnector> _connectors = [];

    /// <summary>An index, because each of 10,000 accounts is looked up many times.</summary>
    private readonly Dictionary<string, SortedSet<int>> _idsByAccount = new(StringComparer.Ordinal);
    private int _lastId;

    /// <summary>All connectors in the order of their ids.</summary>
    public IReadOnlyList<SandboxConnector> All
    {
        get { lock (_gate) return [.. _connectors.Values]; }
    }

    public SandboxConnector? Find(int id)
    {
        lock (_gate)
            return _connectors.GetValueOrDefault(id);
    }

    public IReadOnlyList<SandboxConnector> Of(string accountId)
    {
        lock (_gate)
            return [.. _idsByAccount.GetValueOrDefault(accountId, []).Select(id => _connectors[id])];
    }

    /// <summary>Adds a connector with the next id.</summary>
    public SandboxConnector Add(Func<int, SandboxConnector> create)
    {
        lock (_gate)
        {
            var connector = create(++_lastId);
            Put(connector);
            return connector;
        }
    }

    /// <summary>Replaces the connector of that id.</summary>
    /// <returns>False if it no longer exists.</returns>
    public bool Replace(SandboxConnector connector)
    {
        lock (_gate)
        {
            if (!Remove(connector.Id))
                return false;
            Put(connector);
            return true;
        }
    }

    public bool Remove(int id)
    {
        lock (_gate)
            return _connectors.Remove(id, out var connector) && _idsByAccount[connector.AccountId].Remove(id);
    }

    private void Put(SandboxConnector connector)
    {
        _connectors.Add(connector.Id, connector);
        if (!_idsByAccount.TryGetValue(connector.AccountId, out var ids))
            _idsByAccount[connector.AccountId] = ids = [];
        ids.Add(connector.Id);
    }
}
