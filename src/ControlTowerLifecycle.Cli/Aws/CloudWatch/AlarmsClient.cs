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
}

/// <summary>An alarm that is on.</summary>
internal sealed record ActiveAlarm(string Name, DateTimeOffset Since);
