using System.Buffers;
using System.Text.Json;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>What became of an event.</summary>
/// <param name="Reports">One report for each run.</param>
internal sealed record HandledEvent(IReadOnlyList<RunReport> Reports)
{
    /// <summary>Why the event cannot be handled here; null if it was handled.</summary>
    public string? Unreadable { get; init; }

    /// <summary>The digest that the message requested and that was not sent; null if there is none.</summary>
    public FailureNotice? Digest { get; init; }

    /// <summary>The event for other systems that the message wants to be sent again; null for all other messages.</summary>
    public AccountEvent? Unsent { get; init; }

    /// <param name="source">The id of the message or invocation.</param>
    /// <param name="isMessage">Whether the source is a message of the work queue.</param>
    public IReadOnlyList<FailureNotice> FailuresOf(string source, bool isMessage) =>
    [
        .. Reports.Select(report => FailureNotice.TryCreate(report, source)).OfType<FailureNotice>()
            .Select(notice => notice with { IsOfMessage = isMessage }),
        .. Digest is { } digest ? [digest] : Array.Empty<FailureNotice>(),
    ];

    /// <summary>The response to an invocation that names one account: one object.</summary>
    public ReadOnlyMemory<byte> WriteFirst() => Write(json => WriteReport(json, Reports[0]));

    /// <summary>The response to an event, which may name several accounts.</summary>
    public ReadOnlyMemory<byte> WriteAll() => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("accounts");
        foreach (var report in Reports)
            WriteReport(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, OutcomeLine.Readable))
            write(json);
        return body.WrittenMemory;
    }

    private static void WriteReport(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject();
        OutcomeLine.Write(json, report);
        json.WriteEndObject();
    }
}
