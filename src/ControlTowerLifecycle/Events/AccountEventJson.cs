using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Events;

/// <summary>
/// Writes the detail of an <see cref="AccountEvent"/>, and the message of the work queue that has it sent again:
/// <c>{"unsentEvent": {"detailType": "…", "detail": {…}}}</c>.
/// </summary>
internal static class AccountEventJson
{
    /// <summary>
    /// The version of the detail. A new member increases the second number. A member that is removed or changes its meaning
    /// increases the first.
    /// </summary>
    public const string Version = "1.0";

    /// <summary>The member by which the message is recognized.</summary>
    public const string UnsentEvent = "unsentEvent";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string DetailType(AccountEventType type) => type switch
    {
        AccountEventType.Onboarded => "Account Onboarded",
        AccountEventType.Rejected => "Account Rejected",
        AccountEventType.Left => "Account Left",
        _ => throw new UnreachableException(),
    };

    /// <summary>The detail as a JSON object.</summary>
    public static string Detail(AccountEvent accountEvent, AccountId managementAccountId) =>
        Write(json => WriteDetail(json, accountEvent, managementAccountId));

    /// <summary>The message that has the event sent again.</summary>
    public static string Message(AccountEvent accountEvent) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(UnsentEvent);
        json.WriteString("detailType", DetailType(accountEvent.Type));
        json.WritePropertyName("detail");
        WriteDetail(json, accountEvent, managementAccountId: null);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, Readable))
            write(json);
        return Encoding.UTF8.GetString(body.WrittenSpan);
    }

    private static void WriteDetail(Utf8JsonWriter json, AccountEvent accountEvent, AccountId? managementAccountId)
    {
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("eventId", accountEvent.Id);
        json.WriteString("accountId", accountEvent.Account.Value);
        json.WriteString("accountName", accountEvent.AccountName);
        json.WriteString("organizationalUnitId", accountEvent.OrganizationalUnitId);
        if (managementAccountId is not null)
            json.WriteString("managementAccountId", managementAccountId.Value);
        json.WriteString("origin", accountEvent.Origin);
        json.WriteStartArray("protections");
        foreach (var protection in accountEvent.Protections)
            json.WriteStringValue(protection);
        json.WriteEndArray();
        WriteSteps(json, accountEvent.Steps);
        if (accountEvent.NewlyProtected is { } newly)
            json.WriteBoolean("newlyProtected", newly);
        else
            json.WriteNull("newlyProtected");
        WriteFailure(json, accountEvent.Failure);
        json.WriteString(
            "occurredAt", accountEvent.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, IReadOnlyList<AccountEventStep> steps)
    {
        json.WriteStartArray("steps");
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("protection", step.Protection);
            json.WriteString("verb", step.Verb);
            json.WriteString("target", step.Target);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFailure(Utf8JsonWriter json, AccountEventFailure? failure)
    {
        if (failure is null)
        {
            json.WriteNull("failure");
            return;
        }

        json.WriteStartObject("failure");
        json.WriteString("step", failure.Step);
        json.WriteString("kind", failure.IsRetryable ? AccountEventReader.Retryable : AccountEventReader.NeedsOperator);
        json.WriteString("cause", failure.Cause);
        json.WriteString("whatToDo", failure.WhatToDo);
        json.WriteString("system", failure.System);
        json.WriteString("operation", failure.Operation);
        json.WriteString("code", failure.Code);
        json.WriteEndObject();
    }
}
