using System.Runtime.InteropServices;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// The log of the functions: one JSON object a line, and one line of level Information for each outcome. It has one
/// method for each kind of line, so no caller can pass it a payload, a key, a token or a response URL.
/// </summary>
internal sealed class LifecycleLog(Stream output, TimeProvider time) : IRunLog, IWalkLog, INotificationLog, IExternalIdLog
{
    private readonly Lock _lock = new();

    /// <summary>The ID of the current invocation; null while the process starts.</summary>
    public string? RequestId { get; set; }

    /// <summary>The first line of a process: which program starts.</summary>
    /// <param name="function">The function; null if its setting is invalid.</param>
    public void Starting(LifecycleFunctionName? function) =>
        Write(LogLevel.Information, "starting", line =>
        {
            line.WriteString("version", ProductVersion.Current);
            line.WriteString("function", function is { } name ? SettingFormats.FormatFunction(name) : null);
            line.WriteString("architecture", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64");
        });

    /// <inheritdoc/>
    public void StepApplied(AccountId account, string? accountName, Step step) =>
        Write(LogLevel.Debug, "step applied", line =>
        {
            line.WriteString("accountId", account.Value);
            line.WriteString("accountName", OutsideText.CleanName(accountName));
            line.WriteString("step", step.Verb);
            line.WriteString("target", OutsideText.CleanSentence(step.Target));
            if (step.Replaced is { } replaced)
                line.WriteString("replaced", OutsideText.CleanSentence(replaced));
        });

    /// <summary>A run on an account ended.</summary>
    /// <param name="report">How it ended.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="messageId">The message that requested it; null if it came past the queue.</param>
    public void Outcome(RunReport report, TimeSpan duration, string? messageId) =>
        Write(LogLevel.Information, "outcome", line =>
        {
            OutcomeLine.Write(line, report);
            line.WriteNumber("durationMs", (long)duration.TotalMilliseconds);
            if (messageId is not null)
                line.WriteString("messageId", OutsideText.CleanSentence(messageId));
        });

    /// <summary>The vendor does not report a connection of ours as managed.</summary>
    public void ConnectionNotManaged(Connection connection) =>
        Write(LogLevel.Information, "connection not managed", line =>
        {
            line.WriteString("accountId", connection.AccountId);
            line.WriteString("state", Shown([connection.State]));
            line.WriteString("missingPermissions", Shown(connection.MissingPermissions));
            line.WriteString("templateVersions", Shown(connection.TemplateVersions));
        });

    /// <summary>A connection of ours differs from the settings, and is left as it is.</summary>
    public void ConnectionDiffers(Connection connection, string difference) =>
        Write(LogLevel.Information, "connection differs", line =>
        {
            line.WriteString("accountId", connection.AccountId);
            line.WriteString("why", difference);
        });

    /// <summary>A failure of an account needs an operator.</summary>
    public void ActionRequired(FailureNotice notice) =>
        ActionRequired(notice.Account, notice.AccountName, notice.Failure);

    /// <inheritdoc/>
    public void ActionRequired(AccountId? account, string? accountName, RunFailure failure) =>
        Write(LogLevel.Error, "action required", line =>
        {
            line.WriteString("accountId", account?.Value);
            line.WriteString("accountName", OutsideText.CleanName(accountName));
            OutcomeLine.WriteFailure(line, failure);
        });

    /// <summary>A message failed permanently and is in the dead-letter queue.</summary>
    public void DeadLetter(string messageId, int receives, IReadOnlyList<FailureNotice> failures) =>
        Write(LogLevel.Information, "dead letter", line =>
        {
            line.WriteString("messageId", OutsideText.CleanSentence(messageId));
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

    /// <summary>An event for other systems was sent.</summary>
    public void EventSent(AccountEvent accountEvent) =>
        Write(LogLevel.Debug, "event sent", line =>
        {
            line.WriteString("accountId", accountEvent.Account.Value);
            line.WriteString("detailType", AccountEventJson.DetailType(accountEvent.Type));
            line.WriteString("eventId", accountEvent.Id);
        });

    /// <summary>An event for other systems was not sent.</summary>
    /// <param name="accountEvent">The event.</param>
    /// <param name="failure">Why.</param>
    /// <param name="isQueued">Whether a message of its own has it sent again.</param>
    public void EventNotSent(AccountEvent accountEvent, RunFailure failure, bool isQueued) =>
        Write(LogLevel.Error, "event not sent", line =>
        {
            line.WriteString("accountId", accountEvent.Account.Value);
            line.WriteString("detailType", AccountEventJson.DetailType(accountEvent.Type));
            line.WriteString("eventId", accountEvent.Id);
            line.WriteBoolean("queued", isQueued);
            OutcomeLine.WriteFailure(line, failure);
        });

    /// <summary>A support case is open for an account.</summary>
    public void SupportCaseOpened(AccountEvent account, string caseId) =>
        Write(LogLevel.Information, "support case opened", line => WriteCase(line, account, caseId));

    /// <summary>An account has a support case already.</summary>
    public void SupportCaseExists(AccountEvent account, string caseId) =>
        Write(LogLevel.Information, "support case exists", line => WriteCase(line, account, caseId));

    /// <summary>An attempt to open a support case failed.</summary>
    public void SupportCaseNotOpened(AccountEvent account, RunFailure failure) =>
        Write(LogLevel.Error, "support case not opened", line =>
        {
            line.WriteString("accountId", account.Account.Value);
            OutcomeLine.WriteFailure(line, failure);
        });

    /// <summary>A message or event that cannot be read.</summary>
    public void Unreadable(string? messageId, string why) =>
        Write(LogLevel.Error, "unreadable message", line =>
        {
            line.WriteString("messageId", OutsideText.CleanSentence(messageId));
            line.WriteString("why", OutsideText.CleanSentence(why));
            line.WriteString("whatToDo", "The message becomes a dead letter; read it in the dead-letter queue.");
        });

    /// <summary>A step of the key's rotation is done.</summary>
    public void KeyRotation(string step) =>
        Write(LogLevel.Information, "key rotation", line => line.WriteString("step", step));

    /// <inheritdoc/>
    public void ExternalId(ExternalIdReport report)
    {
        Write(LogLevel.Information, "external ID", line => ExternalIdLine.Write(line, report));
        if (report.Failure is { } failure)
            Failed("the external ID is not kept in the secret", failure, report.Advice);
    }

    /// <summary>An event that requires no action.</summary>
    public void Ignored(string? messageId, string why) =>
        Write(LogLevel.Information, "ignored", line =>
        {
            line.WriteString("messageId", OutsideText.CleanSentence(messageId));
            line.WriteString("why", OutsideText.CleanSentence(why));
        });

    /// <summary>An account or a unit left, and ACCOUNT_LEFT is <c>keep</c>.</summary>
    /// <param name="id">The ID of the account or of the unit.</param>
    /// <param name="eventName">The event that reported it.</param>
    public void ProtectionKept(string id, string eventName) =>
        Write(LogLevel.Information, "account or unit left, protection kept", line =>
        {
            line.WriteString("left", OutsideText.CleanSentence(id));
            line.WriteString("event", OutsideText.CleanSentence(eventName));
        });

    /// <summary>The counts of a walk.</summary>
    public void Walk(string message, WalkRequest request, WalkSummary summary) =>
        Write(LogLevel.Information, message, line => WalkLine.Write(line, request, summary));

    /// <summary>The stack is deleted. All accounts keep their protection.</summary>
    public void StackDeleted() => Write(LogLevel.Information, "stack deleted, protection kept", _ => { });

    /// <summary>Measurements for CloudWatch metrics. Writes no line if there is none.</summary>
    /// <param name="functionName">The function.</param>
    /// <param name="measurements">The measurements, each metric once.</param>
    /// <param name="reason">The second dimension, for skipped accounts: the skip reason. Otherwise null.</param>
    public void WriteMetrics(string functionName, IReadOnlyList<Measurement> measurements, string? reason = null)
    {
        if (measurements is [])
            return;

        List<KeyValuePair<string, string>> dimensions = [new(Metric.FunctionName, functionName)];
        if (reason is not null)
            dimensions.Add(new(Metric.Reason, reason));
        Write(LogLevel.Information, "metrics", line =>
            EmbeddedMetrics.Write(line, measurements, dimensions, time.GetUtcNow()));
    }

    /// <summary>An API key that must be replaced within the given number of days.</summary>
    public void KeyEndsSoon(string protection, double daysLeft) => Write(LogLevel.Warning, "API key ends soon", line =>
    {
        line.WriteString("protection", protection);
        line.WriteNumber("daysLeft", Math.Round(daysLeft, 1));
    });

    /// <summary>The vendor did not return when the API key expires, so no alarm can warn of it.</summary>
    public void KeyExpiryUnknown(string why) =>
        Write(LogLevel.Information, "API key expiry unknown", line => line.WriteString("why", OutsideText.CleanSentence(why)));

    /// <inheritdoc/>
    public void Failed(string what, string cause, string? advice) =>
        Write(LogLevel.Error, what, line =>
        {
            line.WriteString("cause", OutsideText.CleanSentence(cause));
            line.WriteString("whatToDo", OutsideText.CleanSentence(advice));
        });

    /// <summary>A defect of this program: an unexpected exception.</summary>
    public void Defect(string where, Exception thrown) =>
        Write(LogLevel.Error, "unexpected failure", line =>
        {
            line.WriteString("where", where);
            line.WriteString("type", thrown.GetType().FullName);
            line.WriteString("cause", OutsideText.CleanSentence(thrown.Message));
            line.WriteString("stackTrace", thrown.StackTrace);
        });

    private static void WriteCase(Utf8JsonWriter line, AccountEvent account, string caseId)
    {
        line.WriteString("accountId", account.Account.Value);
        line.WriteString("accountName", OutsideText.CleanName(account.AccountName));
        line.WriteString("caseId", OutsideText.CleanName(caseId));
    }

    /// <summary>A bounded number of texts of the vendor.</summary>
    private static string Shown(IReadOnlyList<string> items)
    {
        const int maximumItems = 20;
        var shown = items.Take(maximumItems).Select(OutsideText.CleanName);
        return string.Join(", ", shown) + (items.Count > maximumItems ? ", …" : "");
    }

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
            // One write a line, so that parallel runs do not mix their lines. Flushed at once, because Lambda may
            // freeze the process.
            output.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
            output.Flush();
        }
    }

    private enum LogLevel
    {
        Debug,
        Information,
        Warning,
        Error,
    }
}
