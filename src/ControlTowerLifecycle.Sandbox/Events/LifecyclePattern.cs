using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Events;

/// <summary>Creates patterns for the events of Control Tower and Organizations.</summary>
internal static class LifecyclePattern
{
    public const string ServiceEvent = "AWS Service Event via CloudTrail";
    public const string ApiCall = "AWS API Call via CloudTrail";

    /// <param name="source">For example <c>aws.controltower</c>.</param>
    /// <param name="detailType">For example <see cref="ServiceEvent"/>.</param>
    /// <param name="eventNames">Values of <c>detail.eventName</c>; empty matches all.</param>
    /// <param name="state">For example <c>SUCCEEDED</c>; null matches any state. The state is in a field named after
    /// the event, so a state requires event names.</param>
    public static EventPattern Create(string source, string detailType, IReadOnlyList<string> eventNames, string? state)
    {
        var detail = new JsonObject();
        if (eventNames.Count > 0)
            detail["eventName"] = List([.. eventNames]);
        if (state is not null)
        {
            ArgumentOutOfRangeException.ThrowIfZero(eventNames.Count, nameof(eventNames));
            detail["serviceEventDetails"] = new JsonObject
            {
                ["$or"] = new JsonArray([.. eventNames.SelectMany(name => States(StatusField(name), state))]),
            };
        }

        return EventPattern.Parse(new JsonObject
        {
            ["source"] = List(source),
            ["detail-type"] = List(detailType),
            ["detail"] = detail,
        }.ToJsonString());
    }

    /// <summary>Matches baseline events of Control Tower with one kind of target.</summary>
    /// <param name="eventNames">For example <c>EnableBaseline</c>.</param>
    /// <param name="target">The prefix of the target's ARN. It distinguishes accounts from units.</param>
    /// <param name="status">For example <c>SUCCEEDED</c>.</param>
    public static EventPattern Baselines(IReadOnlyList<string> eventNames, string target, string status) =>
        EventPattern.Parse(new JsonObject
        {
            ["source"] = List("aws.controltower"),
            ["detail-type"] = List(ServiceEvent),
            ["detail"] = new JsonObject
            {
                ["eventName"] = List([.. eventNames]),
                ["serviceEventDetails"] = new JsonObject
                {
                    ["$or"] = new JsonArray([.. eventNames.Select(name => new JsonObject
                    {
                        [StatusField(name)] = new JsonObject
                        {
                            ["enabledBaselineDetails"] = new JsonObject
                            {
                                ["targetIdentifier"] = new JsonArray(new JsonObject { ["prefix"] = target }),
                                ["statusSummary"] = new JsonObject { ["status"] = List(status) },
                            },
                        },
                    })]),
                },
            },
        }.ToJsonString());

    /// <summary>The name of the one field in <c>serviceEventDetails</c>.</summary>
    public static string StatusField(string eventName)
    {
        var verb = eventName.EndsWith("Result", StringComparison.Ordinal) ? eventName[..^"Result".Length] : eventName;
        return $"{char.ToLowerInvariant(verb[0])}{verb[1..]}Status";
    }

    // Baseline events have their state in statusSummary, all other events in state.
    private static IEnumerable<JsonNode> States(string field, string state)
    {
        yield return new JsonObject { [field] = new JsonObject { ["state"] = List(state) } };
        yield return new JsonObject
        {
            [field] = new JsonObject
            {
                ["enabledBaselineDetails"] = new JsonObject
                {
                    ["statusSummary"] = new JsonObject { ["status"] = List(state) },
                },
            },
        };
    }

    private static JsonArray List(params string[] values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
