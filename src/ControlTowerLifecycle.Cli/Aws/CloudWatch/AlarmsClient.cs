using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.CloudWatch;

/// <summary>Alarms of the caller's account and region.</summary>
internal sealed class AlarmsClient(AwsConnection connection)
{
    private const string DescribeAlarms = nameof(DescribeAlarms);

    private readonly QueryApi _api = new(connection, AwsService.CloudWatch, "2010-08-01");

    /// <summary>The alarms that are on. One page of 100: a stack has a tenth of it.</summary>
    /// <param name="prefix">The start of their names.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">CloudWatch refuses or does not respond.</exception>
    public Task<IReadOnlyList<ActiveAlarm>> ListActiveAsync(string prefix, CancellationToken cancellationToken) =>
        _api.CallAsync<IReadOnlyList<ActiveAlarm>>(
            DescribeAlarms,
            prefix,
            [("AlarmNamePrefix", prefix), ("StateValue", "ALARM"), ("MaxRecords", "100")],
            result =>
            [
                .. result.Members("MetricAlarms").Select(alarm => new ActiveAlarm(
                    alarm.Text("AlarmName"), alarm.Time("StateUpdatedTimestamp"))),
            ],
            cancellationToken);

    /// <summary>The alarms in any state. One page of 100: a stack has a tenth of it.</summary>
    /// <inheritdoc cref="ListActiveAsync"/>
    public Task<IReadOnlyList<Alarm>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        _api.CallAsync<IReadOnlyList<Alarm>>(
            DescribeAlarms,
            prefix,
            [("AlarmNamePrefix", prefix), ("MaxRecords", "100")],
            result =>
            [
                .. result.Members("MetricAlarms").Select(alarm => new Alarm(
                    alarm.Text("AlarmName"), alarm.Text("StateValue") == "ALARM", alarm.TextOrNull("ActionsEnabled") != "false")),
            ],
            cancellationToken);
}

/// <summary>An alarm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOn">Whether it is in the state ALARM.</param>
/// <param name="Notifies">Whether its actions are enabled.</param>
internal sealed record Alarm(string Name, bool IsOn, bool Notifies);

/// <summary>An alarm that is on.</summary>
internal sealed record ActiveAlarm(string Name, DateTimeOffset Since);
