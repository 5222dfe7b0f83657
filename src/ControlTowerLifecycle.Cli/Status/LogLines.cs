using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Reads lines that the functions have logged. A line in another form is passed over.</summary>
internal static class LogLines
{
    /// <summary>The clocks of this machine and of Lambda can differ.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>A complete reconcile; null if the line is another one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="unit">The unit that was reconciled; null for the whole organization.</param>
    public static ReportedReconcile? ReadReconcile(LogLine line, string? unit = null) => Read(line, root =>
        Text(root, "message") == "reconciled" && Text(root, "organizationalUnit") == unit
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
                    : 0,
                Number(root, "disconnectsHeld"))
            : null);

    /// <summary>Why a reconcile failed; null if the line is another one.</summary>
    public static WalkEnd? ReadWalkFailure(LogLine line) => Read(line, root => Text(root, "message") == "reconciliation failed"
        ? new WalkEnd(
            null,
            OutsideText.CleanSentence(Text(root, "cause")) ?? "The reconcile failed, and its log line has no cause.",
            OutsideText.CleanSentence(Text(root, "whatToDo")))
        : null);

    /// <summary>How many accounts a walk has read that goes on in the next invocation; null if the line is another one.</summary>
    public static string? ReadWalkProgress(LogLine line) => Read(line, root =>
        Text(root, "message") == "the walk continues" ? Number(root, "accounts").ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>An error of a function. A line of Lambda itself is the message.</summary>
    public static ReportedError ReadError(LogLine line, string function) =>
        Read(line, root => Text(root, "message") is { } message
            ? new ReportedError(
                line.At,
                function,
                OutsideText.CleanName(message),
                OutsideText.CleanName(Text(root, "accountId")),
                OutsideText.CleanSentence(Cause(root) ?? Text(root, "cause")),
                OutsideText.CleanSentence(Text(root, "whatToDo") ?? FailureText(root, "whatToDo")))
            : null)
        ?? new ReportedError(line.At, function, OutsideText.CleanSentence(line.Text) ?? "", null, null, null);

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

    private static string? Cause(JsonElement root) => FailureText(root, "cause");

    private static string? FailureText(JsonElement root, string name) =>
        root.TryGetProperty("failure", out var failure) ? Text(failure, name) : null;

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
