using ControlTowerLifecycle.CloudAccounts.Connections;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>Ignores what a walk says about connections.</summary>
internal sealed class NoConnectionLog : IConnectionLog
{
    public void NotManaged(Connection connection)
    {
    }

    public void Differs(Connection connection, string difference)
    {
    }

    public void Listed(IReadOnlyDictionary<string, int> states)
    {
    }
}
