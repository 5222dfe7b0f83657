using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Onboards the accounts that a batch of the work queue, an EventBridge event, or a person names, and disconnects those
/// that left where that is asked for. A message is either done with or handed back; <see cref="FailedMessages"/> says
/// which where something failed.
/// </summary>
internal sealed class LifecycleFunction(
    AccountOnboarding onboarding,
    AccountOffboarding? departure,
    FailedMessages failedMessages,
    OperatorNotifier people,
    OutcomeMetrics metrics,
    LifecycleLog log,
    TimeProvider time) : ILambdaFunction
{
    /// <summary>To settle what failed in. What hangs to the end of the work fails like anything else.</summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(10);

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var work = new WorkDeadline(invocation, LongestReserve, time, cancellationToken);
        try
        {
            return SqsBatch.TryRead(invocation.Payload) is { } messages
                ? await HandleBatchAsync(messages, work, cancellationToken)
                : await HandleDirectAsync(invocation, work, cancellationToken);
        }
        finally
        {
            metrics.Write();
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleBatchAsync(
        IReadOnlyList<ReceivedMessage> messages, WorkDeadline work, CancellationToken cancellationToken)
    {
        var turns = new AccountSequencer();
        var done = await Task.WhenAll(
            messages.Select(message => HandleMessageAsync(message, turns, work, cancellationToken)));
        return SqsBatch.Answer(messages.Zip(done).Where(pair => !pair.Second).Select(pair => pair.First.Id));
    }

    /// <returns>Whether the message is done with.</returns>
    private async Task<bool> HandleMessageAsync(
        ReceivedMessage message, AccountSequencer turns, WorkDeadline work, CancellationToken cancellationToken)
    {
        try
        {
            var failures = await AttemptAsync(message, turns, work.Token);
            return failures.Count == 0 || await failedMessages.SettleAsync(message, failures, cancellationToken);
        }
        catch (Exception defect)
        {
            // The boundary of a message: a defect in settling one of them must not fail the others. It is handed back.
            log.Defect($"message {message.Id}", defect);
            return false;
        }
    }

    /// <returns>What failed of a message; nothing where it is done with.</returns>
    private async Task<IReadOnlyList<FailureNotice>> AttemptAsync(
        ReceivedMessage message, AccountSequencer turns, CancellationToken cancellationToken)
    {
        try
        {
            var read = LifecycleEventDecoder.Decode(message.Body);
            var (reports, unreadable) = await HandleAsync(read, message.Id, turns, cancellationToken);
            return unreadable is null
                ? Failures(reports, message.Id)
                : [FailureNotice.Unreadable(message.Id, unreadable)];
        }
        catch (Exception defect)
        {
            // A defect may come of what will be otherwise the next time, so it counts as a failure that is tried again,
            // and ends as a dead letter like one.
            log.Defect($"message {message.Id}", defect);
            return [FailureNotice.Defect(message.Id, defect)];
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleDirectAsync(
        Invocation invocation, WorkDeadline work, CancellationToken cancellationToken)
    {
        var read = LifecycleEventDecoder.DecodeDirect(invocation.Payload);
        var (reports, unreadable) = await HandleAsync(read, null, new AccountSequencer(), work.Token);
        if (unreadable is not null)
        {
            throw new FunctionErrorException("UnreadableEvent", read is LifecycleEvent.Unreadable
                ? $"The event cannot be read: {unreadable.TrimEnd('.')}."
                : "The event names no account; it belongs to the backfill function.");
        }

        var failures = Failures(reports, invocation.RequestId);
        await people.TellAsync(failures.Where(failure => failure.Kind == FailureKind.NeedsOperator), cancellationToken);

        // A person gets the outcome to read, whatever it is. An event has no reader: Lambda has to know that it must
        // come again.
        var isPersons = read is LifecycleEvent.AccountGoverned { Origin: Origin.Direct };
        return isPersons || failures.Count == 0
            ? Answer(reports, isPersons)
            : throw new FunctionErrorException(
                "NotOnboarded",
                "An account that the event names is not onboarded; the log says why.");
    }

    /// <returns>A report for every account named, or why the event cannot be worked on here.</returns>
    private async Task<(IReadOnlyList<RunReport> Reports, string? Unreadable)> HandleAsync(
        LifecycleEvent read, string? messageId, AccountSequencer turns, CancellationToken cancellationToken)
    {
        switch (read)
        {
            case LifecycleEvent.AccountGoverned governed:
                return (await Task.WhenAll(governed.Accounts.Select(account => ReportAsync(
                    account.Id,
                    turns,
                    () => onboarding.RunAsync(Request(account, governed.Origin), cancellationToken)))), null);
            case LifecycleEvent.OrganizationalUnitGoverned unit:
                return Unreadable(
                    messageId, $"{unit.EventName} names no account; its rule must lead to the backfill function");
            case LifecycleEvent.AccountLeft { Id: { } id } when departure is not null:
                return ([await ReportAsync(id, turns, () => departure.RunAsync(id, cancellationToken))], null);
            case LifecycleEvent.AccountLeft left:
                log.ProtectionKept(left.Id?.Value ?? left.OrganizationalUnitId ?? "", left.EventName);
                return ([], null);
            case LifecycleEvent.NotOurs other:
                log.Ignored(messageId, other.Why);
                return ([], null);
            case LifecycleEvent.Unreadable unreadable:
                return Unreadable(messageId, unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    private (IReadOnlyList<RunReport> Reports, string? Unreadable) Unreadable(string? messageId, string why)
    {
        log.Unreadable(messageId, why);
        return ([], why);
    }

    private static OnboardingRequest Request(GovernedAccount account, Origin origin) =>
        new(account.Id, account.Name, origin) { Known = account.Known };

    /// <summary>Runs when it is the account's turn, and tells how it ended.</summary>
    private Task<RunReport> ReportAsync(AccountId id, AccountSequencer turns, Func<Task<RunReport>> run) =>
        turns.RunAsync(id, async () =>
        {
            var start = time.GetTimestamp();
            var report = await run();
            var duration = time.GetElapsedTime(start);
            log.Outcome(report, duration);
            metrics.Add(report.Outcome, duration);
            return report;
        });

    private static IReadOnlyList<FailureNotice> Failures(IEnumerable<RunReport> reports, string source) =>
        [.. reports.Select(report => FailureNotice.TryCreate(report, source)).OfType<FailureNotice>()];

    /// <summary>A person asked about one account and gets one object; an event may name several.</summary>
    private static ReadOnlyMemory<byte> Answer(IReadOnlyList<RunReport> reports, bool isPersons)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, OutcomeLine.Readable);
        if (isPersons)
            Write(json, reports[0]);
        else
            WriteAll(json, reports);

        json.Flush();
        return body.WrittenMemory;
    }

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<RunReport> reports)
    {
        json.WriteStartObject();
        json.WriteStartArray("accounts");
        foreach (var report in reports)
            Write(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject();
        OutcomeLine.Write(json, report);
        json.WriteEndObject();
    }
}
