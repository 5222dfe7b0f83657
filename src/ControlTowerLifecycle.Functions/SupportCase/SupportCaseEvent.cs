using System.Text.Json;
using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Functions.SupportCase;

/// <summary>What a message of the queue of support cases means. Closed.</summary>
internal abstract record SupportCaseEvent
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    private SupportCaseEvent()
    {
    }

    /// <summary>A new account.</summary>
    public sealed record NewAccount(AccountEvent Event) : SupportCaseEvent;

    /// <summary>An event that the rule should not have sent.</summary>
    public sealed record NotOurs(string Why) : SupportCaseEvent;

    public sealed record Unreadable(string Why) : SupportCaseEvent;

    /// <summary>Reads an event of EventBridge. The rule is only a filter, so its conditions are judged again.</summary>
    public static SupportCaseEvent Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new Unreadable($"the message is a JSON {root.ValueKind}, not an object");

            if (root.OptionalText("source") != AccountEventBus.Source)
                return new NotOurs("not an event of the lifecycle function");

            return AccountEventReader.Read(root.Text("detail-type"), root.Object("detail")) switch
            {
                { Type: AccountEventType.Onboarded, Origin: "vended", NewlyProtected: not false } vended => new NewAccount(vended),
                _ => new NotOurs("not an account that Control Tower has vended and that is newly protected"),
            };
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
}
