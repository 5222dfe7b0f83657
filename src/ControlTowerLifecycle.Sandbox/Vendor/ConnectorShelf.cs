namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The connectors of the tenant. Nothing keeps an account from having two: the API does not promise that it would.
/// </summary>
internal sealed class ConnectorShelf
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, SandboxConnector> _connectors = [];
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
    public IReadOnlyList<SandboxConnector> Of(string accountId) =>
        [.. All.Where(connector => string.Equals(connector.AccountId, accountId, StringComparison.Ordinal))];

    /// <summary>Adds a connector under the next id.</summary>
    public SandboxConnector Add(Func<int, SandboxConnector> make)
    {
        lock (_gate)
        {
            var connector = make(++_lastId);
            _connectors.Add(connector.Id, connector);
            return connector;
        }
    }

    /// <summary>Puts a changed connector in the place of the one of its id; false where it is gone.</summary>
    public bool Replace(SandboxConnector connector)
    {
        lock (_gate)
        {
            if (!_connectors.ContainsKey(connector.Id))
                return false;
            _connectors[connector.Id] = connector;
            return true;
        }
    }

    public bool Remove(int id)
    {
        lock (_gate)
            return _connectors.Remove(id);
    }
}
