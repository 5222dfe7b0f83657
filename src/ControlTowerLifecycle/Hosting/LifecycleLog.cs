using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The functions' log: a JSON object a line, with one line of level Information for every outcome. It is given values
/// it may print, one method for each thing there is to tell; it is never handed a payload, a key, a token or a response
/// URL.
/// </summary>
internal sealed class LifecycleLog(Stream output, TimeProvider time) : IRunLog, INotificationLog
{
    private readonly Lock _lock = new();

    /// <summary>The invocation that lines belong to; null while the process starts.</summary>
    public string? RequestId { get; set; }

    /// <inheritdoc/>
    public void StepApplied(AccountId account, string? accountName, Step step) =>
        Write(LogLevel.Debug, "step applied", line =>
        {
            line.WriteString("accountId", account.Value);
            line.WriteString("accountName", accountName);
            line.WriteString("step", step.Verb);
            line.WriteString("target", step.Target);
            if (step.Replaced is { } replaced)
                line.WriteString("replaced", replaced);
        });

    /// <summary>How a run on an account ended.</summary>
    public void Outcome(RunReport report, TimeSpan duration) =>
        Write(LogLevel.Information, "outcome", line =>
        {
            OutcomeLine.Write(line, report);
            line.WriteNumber("durationMs", (long)duration.TotalMilliseconds);
        });

    /// <summary>An account that a person must see to.</summary>
    public void PersonNeeded(FailureNotice notice) =>
        Write(LogLevel.Error, "a person is needed", line =>
        {
            line.WriteString("accountId", notice.Account?.Value);
            line.WriteString("accountName", notice.AccountName);
            OutcomeLine.WriteFailure(line, notice.Failure);
        });

    /// <summary>A message came to nothing and is kept among the dead letters.</summary>
    public void DeadLetter(string messageId, int receives, IReadOnlyList<FailureNotice> failures) =>
        Write(LogLevel.Information, "dead letter", line =>
        {
            line.WriteString("messageId", messageId);
            line.WriteNumber("receives", receives);
            line.WriteStartArray("failures");
            foreach (var failure in failures)
            {
                line.WriteStartObject();
                line.WriteString("accountId", failure.Account?.Value);
                line.WriteString("outcome", failure.Outcome);
                line.WriteEndObject();
            }

            line.WriteEndArray();
        });

    /// <summary>A message or event that cannot be read.</summary>
    public void Unreadable(string? messageId, string why) =>
        Write(LogLevel.Error, "unreadable message", line =>
        {
            line.WriteString("messageId", messageId);
            line.WriteString("why", why);
            line.WriteString("whatToDo", "It ends as a dead letter; look at it there.");
        });

    /// <summary>An event that asks for nothing.</summary>
    public void Ignored(string? messageId, string why) =>
        Write(LogLevel.Information, "ignored", line =>
        {
            line.WriteString("messageId", messageId);
            line.WriteString("why", why);
        });

    /// <summary>An account or a unit left; its protection stays.</summary>
    public void Left(string whatLeft, string eventName) =>
        Write(LogLevel.Information, "left, protection stays", line =>
        {
            line.WriteString("left", whatLeft);
            line.WriteString("event", eventName);
        });

    /// <summary>How far a walk came.</summary>
    public void Walk(string message, WalkRequest request, WalkSummary summary) =>
        Write(LogLevel.Information, message, line => WalkLine.Write(line, request, summary));

    /// <summary>The stack is deleted, and nothing else is.</summary>
    public void StackDeleted() => Write(LogLevel.Information, "the stack is deleted, protection stays", _ => { });

    /// <summary>
    /// Numbers from which CloudWatch makes metrics. No line where nothing was measured.
    /// </summary>
    /// <param name="functionName">The function that measured.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="reason">Why accounts were skipped, where it is about those; a metric of its own for each.</param>
    public void Measured(string functionName, IReadOnlyList<Measurement> measured, string? reason = null)
    {
        if (measured is [])
            return;

        List<KeyValuePair<string, string>> dimensions = [new(Metric.FunctionName, functionName)];
        if (reason is not null)
            dimensions.Add(new(Metric.Reason, reason));
        Write(LogLevel.Information, "metrics", line =>
            EmbeddedMetrics.Write(line, measured, dimensions, time.GetUtcNow()));
    }

    /// <summary>The vendor does not tell when the API key ends, so nobody will be warned of it.</summary>
    public void KeyExpiryUnknown(string why) =>
        Write(LogLevel.Information, "the API key's last day is not known", line => line.WriteString("why", why));

    /// <inheritdoc/>
    public void Failed(string what, string cause, string? advice) =>
        Write(LogLevel.Error, what, line =>
        {
            line.WriteString("cause", cause);
            line.WriteString("whatToDo", advice);
        });

    /// <summary>A defect of this program: what nobody expected to be thrown.</summary>
    public void Defect(string where, Exception thrown) =>
        Write(LogLevel.Error, "unexpected failure", line =>
        {
            line.WriteString("where", where);
            line.WriteString("type", thrown.GetType().FullName);
            line.WriteString("cause", thrown.Message);
            line.WriteString("stackTrace", thrown.StackTrace);
        });

    private void Write(LogLevel level, string message, Action<Utf8JsonWriter> writeFields)
    {
        using var buffer = new MemoryStream(512);
        using (var line = new Utf8JsonWriter(buffer, OutcomeLine.Readable))
        {
            line.WriteStartObject();
            line.WriteString("timestamp", time.GetUtcNow().UtcDateTime);
            line.WriteString("level", level.ToString());
            line.WriteString("message", message);
            if (RequestId is { } requestId)
                line.WriteString("requestId", requestId);
            writeFields(line);
            line.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        lock (_lock)
        {
            // One write a line, so that lines of items in parallel do not mix, and nothing is left unflushed when
            // Lambda freezes us.
            output.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
            output.Flush();
        }
    }

    private enum LogLevel
    {
        Debug,
        Information,
        Error,
    }
}
