using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// CloudWatch: DescribeAlarms. Clients of different ages call it by JSON or by form, so the sandbox has the service twice.
/// </summary>
internal sealed class CloudWatchService(AlarmDirectory alarms, AwsProtocol protocol) : IAwsService
{
    /// <summary>The version of the API.</summary>
    public const string Version = "2010-08-01";

    private const int LargestPage = 100;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "monitoring",
        Protocol = protocol,
        Id = protocol == AwsProtocol.Query ? Version : "GraniteServiceVersion20100801",
        ThrottlingCode = "Throttling",
        ValidationCode = "InvalidParameterValue",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
        [AwsOperation.Read("DescribeAlarms", AwsOperation.AnyResource, DescribeAlarms) with { Action = "cloudwatch:DescribeAlarms" }];

    private JsonObject DescribeAlarms(AwsCall call)
    {
        var names = call.List("AlarmNames").Select(name => name!.GetValue<string>()).ToList();
        if (names.Count > 0 && call.Text("AlarmNamePrefix") is not null)
            throw call.Invalid("AlarmNames and AlarmNamePrefix cannot be specified together.");
        var page = call.Number("MaxRecords", 50, 1, LargestPage);
        var start = call.Number("NextToken", 0, 0, int.MaxValue);
        var found = alarms.Read(call.Now)
            .Where(alarm => names.Count == 0 || names.Contains(alarm.Name, StringComparer.Ordinal))
            .Where(alarm => alarm.Name.StartsWith(call.Text("AlarmNamePrefix") ?? "", StringComparison.Ordinal))
            .Where(alarm => call.Text("StateValue") is not { } state || state == alarm.State)
            .ToList();
        var result = new JsonObject
        {
            ["MetricAlarms"] = new JsonArray([.. found.Skip(start).Take(page).Select(ToJson)]),
            ["CompositeAlarms"] = new JsonArray(),
        };
        if (found.Count > start + page)
            result["NextToken"] = (start + page).ToString(CultureInfo.InvariantCulture);
        return result;
    }

    private JsonObject ToJson(AlarmState alarm) => new()
    {
        ["AlarmName"] = alarm.Name,
        ["AlarmDescription"] = alarm.Description,
        ["ActionsEnabled"] = true,
        ["AlarmActions"] = new JsonArray(alarm.TopicArn),
        ["StateValue"] = alarm.State,
        ["StateUpdatedTimestamp"] = protocol == AwsProtocol.Query
            ? alarm.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : alarm.Since.ToUnixTimeSeconds(),
    };
}

/// <param name="Name">The alarm's name.</param>
/// <param name="Description">What it means.</param>
/// <param name="State"><c>OK</c>, <c>ALARM</c> or <c>INSUFFICIENT_DATA</c>.</param>
/// <param name="Since">When the state was first read.</param>
/// <param name="TopicArn">The topic that receives its changes.</param>
internal sealed record AlarmState(string Name, string Description, string State, DateTimeOffset Since, string TopicArn);

/// <summary>The alarms of CloudWatch. Each is evaluated when it is read.</summary>
internal sealed class AlarmDirectory(string topicArn)
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, string Description, Func<bool?> IsOn)> _alarms = [];
    private readonly Dictionary<string, AlarmState> _last = new(StringComparer.Ordinal);

    /// <param name="name">Its name.</param>
    /// <param name="description">What it means.</param>
    /// <param name="isOn">Null if the alarm has no data.</param>
    public void Add(string name, string description, Func<bool?> isOn)
    {
        lock (_gate)
            _alarms.Add((name, description, isOn));
    }

    public IReadOnlyList<AlarmState> Read(DateTimeOffset now)
    {
        lock (_gate)
            return [.. _alarms.Select(alarm => Evaluate(alarm.Name, alarm.Description, Word(alarm.IsOn()), now))];
    }

    private static string Word(bool? isOn) => isOn switch
    {
        true => "ALARM",
        false => "OK",
        null => "INSUFFICIENT_DATA",
    };

    private AlarmState Evaluate(string name, string description, string state, DateTimeOffset now) =>
        _last.TryGetValue(name, out var last) && last.State == state
            ? last
            : _last[name] = new AlarmState(name, description, state, now, topicArn);
}
