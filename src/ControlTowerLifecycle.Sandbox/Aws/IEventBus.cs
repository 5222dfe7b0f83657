using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>Receives the events of PutEvents, and the events of Control Tower that the sandbox itself sends.</summary>
internal interface IEventBus
{
    /// <summary>Takes one event and returns without waiting for its targets.</summary>
    void Put(SandboxEvent e);
}

/// <summary>An event as EventBridge delivers it to a target.</summary>
/// <param name="Id">The event id; a redelivery has the same id.</param>
/// <param name="Source">For example <c>aws.controltower</c>.</param>
/// <param name="DetailType">For example <c>AWS Service Event via CloudTrail</c>.</param>
/// <param name="Account">The account that the event belongs to.</param>
/// <param name="Region">The Region of the bus.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Resources">ARNs; often empty.</param>
/// <param name="Detail">The JSON text of <c>detail</c>, always an object.</param>
internal sealed record SandboxEvent(
    string Id,
    string Source,
    string DetailType,
    string Account,
    string Region,
    DateTimeOffset Time,
    IReadOnlyList<string> Resources,
    string Detail)
{
    /// <summary>The event as a target receives it.</summary>
    public string ToJson() => new JsonObject
    {
        ["version"] = "0",
        ["id"] = Id,
        ["detail-type"] = DetailType,
        ["source"] = Source,
        ["account"] = Account,
        ["time"] = Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
        ["region"] = Region,
        ["resources"] = new JsonArray([.. Resources.Select(arn => JsonValue.Create(arn))]),
        ["detail"] = JsonNode.Parse(Detail),
    }.ToJsonString();
}
