using System.Text.Json;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// Bytes to a <see cref="LifecycleEvent"/>. Never throws: what cannot be read comes back as <see cref="Unreadable"/>.
/// Three shapes are known: an EventBridge event, a message of our own queue, and <c>{"accountId": "111122223333"}</c>.
/// Only what decides is read; timestamps, which come in several formats, are not.
/// </summary>
internal static class LifecycleEventDecoder
{
    /// <summary>SQS's own bound, 1 MiB. EventBridge stops at 256 KB.</summary>
    private const int MaximumBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Reads the body of one message of the work queue.</summary>
    public static LifecycleEvent Decode(ReadOnlyMemory<byte> utf8) => Decode(utf8, isQueues: true);

    /// <summary>
    /// Reads what came past the queue: an event, or what a person typed. What is for the queue's own messages is
    /// unreadable here, for a walk's message is believed without asking the organization or the vendor.
    /// </summary>
    public static LifecycleEvent DecodeDirect(ReadOnlyMemory<byte> utf8) => Decode(utf8, isQueues: false);

    private static LifecycleEvent Decode(ReadOnlyMemory<byte> utf8, bool isQueues)
    {
        if (utf8.IsEmpty)
            return new Unreadable("the message is empty");

        if (utf8.Length > MaximumBytes)
            return new Unreadable($"the message has {utf8.Length} bytes; SQS and EventBridge deliver at most {MaximumBytes}");

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return Read(document.RootElement, isQueues);
        }
        catch (JsonException fault)
        {
            return new Unreadable(
                $"the message is not JSON that can be read (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine})");
        }
        catch (UnreadableFieldException fault)
        {
            return new Unreadable(fault.Message);
        }
    }

    private static LifecycleEvent Read(JsonElement root, bool isQueues)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new Unreadable($"the message is a JSON {root.ValueKind}, not an object");

        if (root.Child("accountId") is not null)
            return WorkMessage.Read(root, isQueues);

        var source = root.OptionalText("source");
        if (source is null)
            return new Unreadable("the message has neither an accountId nor the source of an EventBridge event");

        return source switch
        {
            "aws.controltower" => ControlTowerEvents.Read(root.Object("detail")),
            "aws.organizations" => OrganizationsEvents.Read(root.Object("detail")),
            "aws.events" => new OrganizationalUnitGoverned(null, "Scheduled Event"),
            _ => new NotOurs($"an event of {Short(source)}"),
        };
    }

    private static string Short(string source) => source.Length > 64 ? source[..64] + "…" : source;
}
