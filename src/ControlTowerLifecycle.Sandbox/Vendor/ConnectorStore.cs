namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The connectors of the tenant. Nothing keeps an account from having two: the API does not promise that it would.
/// </summary>
internal sealed class ConnectorStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SandboxConnector> _connectors = [];

    /// <summary>Ten thousand accounts are each looked up many times.</summary>
    private readonly Dictionary<string, SortedSet<int>> _idsOf = new(StringComparer.Ordinal);
    private int _lastId;

    /// <summary>Every connector by id.</summary>
    public IReadOnlyList<SandboxConnector> All
    {
        get { lock (_gate) return [.. _connectors.Values]; }
    }

    public SandboxConnector? Find(int id)
    {
        lock (_gate)
            return _connectors.GetValueOrDefault(id);
    }

    /// <summary>The connectors of one account: none, one, or more than there should be.</summary>
    public IReadOnlyList<SandboxConnector> Of(string accountId)
    {
        lock (_gate)
            return [.. _idsOf.GetValueOrDefault(accountId, []).Select(id => _connectors[id])];
    }

    /// <summary>Adds a connector under the next id.</summary>
    public SandboxConnector Add(Func<int, SandboxConnector> make)
    {
        lock (_gate)
        {
            var connector = make(++_lastId);
            Put(connector);
            return connector;
        }
    }

    /// <summary>Puts a changed connector in the place of the one of its id; false where it is gone.</summary>
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
            return _connectors.GetValueOrDefault(id) is { } connector && _connectors.Remove(id) && _idsOf[connector.AccountId].Remove(id);
    }

    private void Put(SandboxConnector connector)
    {
        _connectors.Add(connector.Id, connector);
        if (!_idsOf.TryGetValue(connector.AccountId, out var ids))
            _idsOf[connector.AccountId] = ids = [];
        ids.Add(connector.Id);
    }
}
