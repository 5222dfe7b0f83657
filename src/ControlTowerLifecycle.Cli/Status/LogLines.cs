using System.Text.Json;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Reads lines that the functions have logged. A line in another form is passed over.</summary>
internal static class LogLines
{
    /// <summary>A complete reconcile of the whole organization; null if the line is another one.</summary>
    public static ReportedReconcile? ReadReconcile(LogLine line) => Read(line, root =>
        Text(root, "message") == "reconciled" && Text(root, "organizationalUnit") is null
            ? new ReportedReconcile(
                line.At,
                Number(root, "accounts"),
                Number(root, "protected"),
                Number(root, "missing"),
                Number(root, "drifted"),
                Number(root, "widened"),
                Number(root, "failed"),
                Number(root, "unprotected"),
                root.TryGetProperty("skipped", out var skipped) && skipped.ValueKind == JsonValueKind.Object
                    ? skipped.EnumerateObject().Sum(reason => reason.Value.TryGetInt32(out var count) ? count : 0)
                    : 0)
            : null);

    /// <summary>The account and its failed run; null if the line is another one.</summary>
    public static (string AccountId, FailedRun Run)? ReadFailedRun(LogLine line)
    {
        var failed = Read(line, root =>
            Text(root, "message") == "outcome" && Text(root, "accountId") is { } account && Text(root, "outcome") is { } outcome
            && Cause(root) is { } cause
                ? new AccountRun(account, new FailedRun(outcome == "retry", OutsideText.CleanSentence(cause)))
                : null);
        return failed is null ? null : (failed.AccountId, failed.Run);
    }

    /// <summary>How a run ended; null if the line is another one.</summary>
    public static ReportedRun? ReadRun(LogLine line) => Read(line, root =>
        Text(root, "message") == "outcome" && Text(root, "outcome") is { } outcome
            ? new ReportedRun(
                line.At,
                OutsideText.CleanName(outcome),
                root.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
                    ? [.. steps.EnumerateArray().Select(step => step.ToString()).Select(step => OutsideText.CleanName(step)!)]
                    : [],
                OutsideText.CleanSentence(
                    Cause(root) ?? Text(root, "why")))
            : null);

    /// <summary>How the run of a message on an account ended; null if the line is another one, or came past the queue.</summary>
    public static EndedRun? ReadEnd(LogLine line) => Read(line, root =>
        Text(root, "accountId") is { } account && Text(root, "messageId") is { } message
            ? new EndedRun(
                new AwaitedRun(message, account),
                new AccountEnd(account, OutsideText.Clean(Text(root, "outcome"), 20), OutsideText.CleanSentence(Cause(root))))
            : null);

    private static string? Cause(JsonElement root) =>
        root.TryGetProperty("failure", out var failure) ? Text(failure, "cause") : null;

    private static T? Read<T>(LogLine line, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            // Lambda writes lines of its own, and a text can be no Unicode.
            return null;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object
        && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static int Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
            ? value
            : 0;

    /// <summary>A run of a message, and how it ended.</summary>
    internal sealed record EndedRun(AwaitedRun Run, AccountEnd End);

    private sealed record AccountRun(string AccountId, FailedRun Run);
}
