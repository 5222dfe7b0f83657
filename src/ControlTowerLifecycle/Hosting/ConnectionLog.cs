using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Hosting.Metrics;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Writes the connections of a list as log lines and metrics.</summary>
/// <param name="functionName">The dimension of the metrics.</param>
/// <param name="log">Where they are written.</param>
internal sealed class ConnectionLog(string functionName, LifecycleLog log) : IConnectionLog
{
    public void NotManaged(Connection connection) => log.ConnectionNotManaged(connection);

    public void Differs(Connection connection, string difference) => log.ConnectionDiffers(connection, difference);

    public void Listed(IReadOnlyDictionary<string, int> states)
    {
        var (managed, outdated, failed) = (Count(Connection.Managed), Count(Connection.Outdated), Count(Connection.Failed));
        log.WriteMetrics(
            functionName,
            [
                new(Metric.ConnectionsManaged, managed),
                new(Metric.ConnectionsOutdated, outdated),
                new(Metric.ConnectionsFailed, failed),
                new(Metric.ConnectionsOther, states.Values.Sum() - managed - outdated - failed),
            ]);

        int Count(string state) => states.GetValueOrDefault(state);
    }
}
