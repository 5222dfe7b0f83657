using System.Text.Json;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// Decodes bytes to a <see cref="LifecycleEvent"/>. It never throws: invalid input becomes <see cref="Unreadable"/>.
/// Three formats are known: an EventBridge event, a message of the work queue, and
/// <c>{"accountId": "111122223333"}</c>. Only fields that affect the result are read. Timestamps are not read: they
/// have several formats.
/// </summary>
internal static class LifecycleEventDecoder
{
    /// <summary>1 MiB, the limit of SQS. The limit of EventBridge is 256 KB.</summary>
    private const int MaximumBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Decodes the body of one message of the work queue.</summary>
    public static LifecycleEvent Decode(ReadOnlyMemory<byte> utf8) => Decode(utf8, fromQueue: true);

    /// <summary>
    /// Decodes the payload of a direct invocation: an event, or what an operator typed. The fields of a
    /// walk's message are unreadable here: they say what a walk has seen, and no walk has seen this account.
    /// </summary>
    public static LifecycleEvent DecodeDirect(ReadOnlyMemory<byte> utf8) => Decode(utf8, fromQueue: false);

    private static LifecycleEvent Decode(ReadOnlyMemory<byte> utf8, bool fromQueue)
    {
        if (utf8.IsEmpty)
            return new Unreadable("the message is empty");

        if (utf8.Length > MaximumBytes)
        {
            return new Unreadable(
                $"the message has {utf8.Length} bytes; SQS and EventBridge deliver at most {MaximumBytes}");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return Read(document.RootElement, fromQueue);
        }
        catch (JsonException fault)
        {
            return new Unreadable(
                $"the message cannot be parsed as JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine})");
        }
        catch (UnreadableFieldException fault)
        {
            return new Unreadable(fault.Message);
        }
    }

    private static LifecycleEvent Read(JsonElement root, bool fromQueue)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return new Unreadable($"the message is a JSON {root.ValueKind}, not an object");

        if (root.Child(WorkMessage.Digest) is not null)
            return WorkMessage.ReadDigest(root, fromQueue);

        if (root.Child("accountId") is not null)
            return WorkMessage.Read(root, fromQueue);

        if (root.Child(AccountEventJson.UnsentEvent) is not null)
            return AccountEventReader.ReadMessage(root, fromQueue);

        var source = root.OptionalText("source");
        if (source is null)
            return new Unreadable("the message has no 'accountId', and no 'source' as EventBridge events have");

        return source switch
        {
            "aws.controltower" => ControlTowerEvents.Read(root.Object("detail")),
            "aws.organizations" => OrganizationsEvents.Read(root.Object("detail")),
            "aws.events" => new OrganizationalUnitGoverned(null, "Scheduled Event"),
            _ => new NotOurs($"an event of {Shorten(source)}"),
        };
    }

    private static string Shorten(string source) => source.Length > 64 ? source[..64] + "…" : source;
}
