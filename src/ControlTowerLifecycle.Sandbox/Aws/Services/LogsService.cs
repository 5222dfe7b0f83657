using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// CloudWatch Logs: FilterLogEvents in the log groups of the functions. As at AWS, a page covers a part of the log, so it
/// can be empty and still have a next token.
/// </summary>
internal sealed class LogsService(FunctionDirectory functions, string region) : IAwsService
{
    /// <summary>Lines that one page searches.</summary>
    private const int SearchedLines = 1000;

    private const int LargestPage = 10_000;
    private const string GroupPrefix = "/aws/lambda/";
    private const string LogGroupName = "logGroupName";

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "logs",
        Protocol = AwsProtocol.Json11,
        Id = "Logs_20140328",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "InvalidParameterException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
        [AwsOperation.Read("FilterLogEvents", GroupArn, FilterLogEvents)];

    private JsonObject FilterLogEvents(AwsCall call)
    {
        var log = Log(call);
        var from = DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(call, "startTime") ?? 0);
        var to = Milliseconds(call, "endTime") is { } end
            ? DateTimeOffset.FromUnixTimeMilliseconds(end)
            : DateTimeOffset.MaxValue;
        var matches = LogFilter.Parse(call.Text("filterPattern") ?? "", call.Invalid);
        var limit = call.Number("limit", LargestPage, 1, LargestPage);
        var next = call.Number("nextToken", 0, 0, int.MaxValue);
        var events = new JsonArray();
        var searched = log.Lines.Skip(next).Take(SearchedLines).ToList();
        var read = 0;
        for (; read < searched.Count && events.Count < limit; read++)
        {
            var line = searched[read];
            if (line.Time >= from && line.Time < to && matches(line.Text))
                events.Add(ToJson(line, next + read));
        }

        var result = new JsonObject { ["events"] = events, ["searchedLogStreams"] = new JsonArray() };
        if (next + read < log.Lines.Count)
            result["nextToken"] = (next + read).ToString(CultureInfo.InvariantCulture);
        return result;
    }

    private FunctionLog Log(AwsCall call)
    {
        var group = call.Required(LogGroupName);
        return (group.StartsWith(GroupPrefix, StringComparison.Ordinal) ? functions.ByName(group[GroupPrefix.Length..]) : null)
            ?.Log
            ?? throw new AwsErrorException("ResourceNotFoundException", "The specified log group does not exist.");
    }

    private string GroupArn(AwsCall call) =>
        $"arn:aws:logs:{region}:{call.Caller.AccountId}:log-group:{call.Required(LogGroupName)}:*";

    private static long? Milliseconds(AwsCall call, string name) =>
        call.Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw call.Invalid($"Value '{text}' at '{name}' must be milliseconds since 1970.");

    private static JsonObject ToJson(LogLine line, int number) => new()
    {
        ["logStreamName"] = line.LogStream,
        ["timestamp"] = line.Time.ToUnixTimeMilliseconds(),
        ["message"] = $"{line.Text}\n",
        ["ingestionTime"] = line.Time.ToUnixTimeMilliseconds(),
        ["eventId"] = $"{number:d56}",
    };
}
