using System.Buffers;
using System.Text.Json;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// The payload with which an operator checks the external ID or switches its retrieval at the vendor:
/// <c>{"externalIdRetrieval": "report"}</c>, <c>"enable"</c> or <c>"disable"</c>.
/// </summary>
/// <param name="check">Null without Workload Security.</param>
/// <param name="log">The log.</param>
internal sealed class RetrievalInvocation(ExternalIdCheck? check, LifecycleLog log)
{
    private const string Field = "externalIdRetrieval";

    /// <returns>
    /// The report; if the work failed or was refused, <c>error</c> and <c>whatToDo</c>: an operator waits for the response, and an
    /// error of the invocation would raise the alarm about accounts. Null if the payload asks for something else.
    /// </returns>
    /// <exception cref="FunctionErrorException">The payload cannot be accepted.</exception>
    public async Task<ReadOnlyMemory<byte>?> TryRunAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (Read(payload) is not { } command)
            return null;

        if (check is null)
        {
            return WriteError(
                "There is no external ID to read or switch: the stack does not have the protection workload-security",
                "Use it with a stack whose Protections contain workload-security.");
        }

        try
        {
            return Write(command switch
            {
                "report" => await check.ReportAsync(cancellationToken),
                "enable" => await check.SetRetrievalAsync(isEnabled: true, cancellationToken),
                "disable" => await check.SetRetrievalAsync(isEnabled: false, cancellationToken),
                _ => throw FunctionErrorException.UnreadableEvent($"'{Field}' takes \"report\", \"enable\" or \"disable\""),
            });
        }
        catch (RemoteSystemException failed)
        {
            log.Failed("the retrieval of the external ID was not switched or read", failed.Message, failed.Advice);
            return WriteError(failed.Message, failed.Advice);
        }
    }

    /// <summary>The command; empty if the field has another type.</summary>
    private static string? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.Child(Field) switch
            {
                null => null,
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                _ => "",
            };
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableFieldException or InvalidOperationException)
        {
            // What reads the payload next reports what is wrong with it.
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Write(ExternalIdReport report) => Write(json => ExternalIdLine.Write(json, report));

    private static ReadOnlyMemory<byte> WriteError(string error, string? whatToDo) => Write(json =>
    {
        json.WriteString("error", OutsideText.CleanSentence(error));
        if (whatToDo is not null)
            json.WriteString("whatToDo", OutsideText.CleanSentence(whatToDo));
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, OutcomeLine.Readable);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
