using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>
/// Where PutEvents hands what it was given, and where the sandbox itself says what Control Tower did.
/// </summary>
internal interface IEventBus
{
    /// <summary>
    /// Takes one event. It returns at once: delivery to targets is the bus's own affair, as it is EventBridge's.
    /// </summary>
    void Put(SandboxEvent e);
}

/// <summary>An event as EventBridge delivers it to a target.</summary>
/// <param name="Id">The event id, which a redelivery repeats.</param>
/// <param name="Source">For example <c>aws.controltower</c>.</param>
/// <param name="DetailType">For example <c>AWS Service Event via CloudTrail</c>.</param>
/// <param name="Account">The account the event belongs to.</param>
/// <param name="Region">The Region of the bus.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Resources">ARNs, often none.</param>
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
    /// <summary>The envelope that a target receives.</summary>
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
