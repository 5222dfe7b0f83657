namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The connectors of the tenant. Nothing keeps an account from having two: the API does not promise that it would.
/// </summary>
internal sealed class ConnectorShelf
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<int, SandboxConnector> connectors = [];
    private int lastId;

    /// <summary>Every connector by id.</summary>
    public IReadOnlyList<SandboxConnector> All
    {
        get { lock (gate) return [.. connectors.Values]; }
    }

    public SandboxConnector? Find(int id)
    {
        lock (gate)
            return connectors.GetValueOrDefault(id);
    }

    /// <summary>The connectors of one account: none, one, or more than there should be.</summary>
    public IReadOnlyList<SandboxConnector> Of(string accountId) =>
        [.. All.Where(connector => string.Equals(connector.AccountId, accountId, StringComparison.Ordinal))];

    /// <summary>Adds a connector under the next id.</summary>
    public SandboxConnector Add(Func<int, SandboxConnector> make)
    {
        lock (gate)
        {
            var connector = make(++lastId);
            connectors.Add(connector.Id, connector);
            return connector;
        }
    }

    /// <summary>Puts a changed connector in the place of the one of its id; false where it is gone.</summary>
    public bool Replace(SandboxConnector connector)
    {
        lock (gate)
        {
            if (!connectors.ContainsKey(connector.Id))
                return false;
            connectors[connector.Id] = connector;
            return true;
        }
    }

    public bool Remove(int id)
    {
        lock (gate)
            return connectors.Remove(id);
    }
}
