using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// Onboards the accounts that a batch of the work queue, an EventBridge event, or a person names, and disconnects those
/// that left where that is asked for. What is retried and how is the queue's business: a message is either done with or
/// handed back.
/// </summary>
internal sealed class LifecycleFunction(
    AccountOnboarding onboarding,
    AccountDeparture? departure,
    INotifications? notifications,
    LifecycleLog log,
    TimeProvider time) : ILambdaFunction
{
    private const string NotSent = "the notification was not sent";

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken) =>
        SqsBatch.TryRead(invocation.Payload) is { } messages
            ? await HandleBatchAsync(messages, cancellationToken)
            : await HandleDirectAsync(invocation.Payload, cancellationToken);

    private async Task<ReadOnlyMemory<byte>> HandleBatchAsync(
        IReadOnlyList<SqsMessage> messages, CancellationToken cancellationToken)
    {
        var turns = new AccountTurns();
        var done = await Task.WhenAll(messages.Select(message => HandleMessageAsync(message, turns, cancellationToken)));
        return SqsBatch.Answer(messages.Zip(done).Where(pair => !pair.Second).Select(pair => pair.First.Id));
    }

    /// <returns>Whether the message is done with.</returns>
    private async Task<bool> HandleMessageAsync(
        SqsMessage message, AccountTurns turns, CancellationToken cancellationToken)
    {
        try
        {
            var read = LifecycleEventDecoder.Decode(message.Body);
            var reports = await HandleAsync(read, message.Id, turns, cancellationToken);
            return reports is not null && reports.All(IsDoneWith);
        }
        catch (Exception defect)
        {
            // The boundary of a message: a defect that one of them brings out must not fail the others. It is handed
            // back.
            log.Defect($"message {message.Id}", defect);
            return false;
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleDirectAsync(
        ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var read = LifecycleEventDecoder.DecodeDirect(payload);
        var reports = await HandleAsync(read, null, new AccountTurns(), cancellationToken)
            ?? throw new FunctionErrorException("UnreadableEvent", read is LifecycleEvent.Unreadable unreadable
                ? $"The event cannot be read: {unreadable.Why.TrimEnd('.')}."
                : "The event names no account; it belongs to the backfill function.");

        // A person gets the outcome to read, whatever it is. An event has no reader: Lambda has to know that it must
        // come again.
        var isPersons = read is LifecycleEvent.AccountGoverned { Origin: Origin.Direct };
        return isPersons || reports.All(IsDoneWith)
            ? Answer(reports, isPersons)
            : throw new FunctionErrorException(
                "NotOnboarded",
                "An account that the event names is not onboarded; the log says why.");
    }

    /// <returns>A report for every account named, or null where the event cannot be worked on here.</returns>
    private async Task<IReadOnlyList<OnboardingReport>?> HandleAsync(
        LifecycleEvent read, string? messageId, AccountTurns turns, CancellationToken cancellationToken)
    {
        switch (read)
        {
            case LifecycleEvent.AccountGoverned governed:
                return await Task.WhenAll(governed.Accounts.Select(account => ReportAsync(
                    account.Id,
                    turns,
                    () => onboarding.RunAsync(Request(account, governed.Origin), cancellationToken),
                    cancellationToken)));
            case LifecycleEvent.OrganizationalUnitGoverned unit:
                log.Unreadable(messageId, $"{unit.EventName} names no account; its rule must lead to the backfill function");
                return null;
            case LifecycleEvent.AccountLeft { Id: { } id } when departure is not null:
                return [await ReportAsync(
                    id, turns, () => departure.RunAsync(id, cancellationToken), cancellationToken)];
            case LifecycleEvent.AccountLeft left:
                log.Left(left.Id?.Value ?? left.OrganizationalUnitId ?? "", left.EventName);
                return [];
            case LifecycleEvent.NotOurs other:
                log.Ignored(messageId, other.Why);
                return [];
            case LifecycleEvent.Unreadable unreadable:
                log.Unreadable(messageId, unreadable.Why);
                return null;
            default:
                throw new UnreachableException();
        }
    }

    private static OnboardingRequest Request(GovernedAccount account, Origin origin) =>
        new(account.Id, account.Name, origin) { Known = account.Known };

    /// <summary>Runs when it is the account's turn, and tells how it ended.</summary>
    private Task<OnboardingReport> ReportAsync(
        AccountId id, AccountTurns turns, Func<Task<OnboardingReport>> run, CancellationToken cancellationToken) =>
        turns.RunAsync(id, async () =>
        {
            var start = time.GetTimestamp();
            var report = await run();
            log.Outcome(report, time.GetElapsedTime(start));
            if (report.Outcome is OnboardingOutcome.Rejected rejected)
                await TellAsync(report, rejected.Failure, cancellationToken);
            return report;
        });

    private async Task TellAsync(
        OnboardingReport report, OnboardingFailure failure, CancellationToken cancellationToken)
    {
        log.PersonNeeded(report, failure);
        if (notifications is null)
            return;

        try
        {
            await notifications.TellAsync(report, failure, cancellationToken);
        }
        catch (RemoteSystemException untold)
        {
            // The message is handed back because the account was rejected, so the next receive tells again.
            log.Failed(NotSent, $"account {report.Id}: {untold.Message}", untold.WhatToDo);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.Failed(NotSent, $"account {report.Id}: the invocation's time ran out", null);
        }
    }

    private static bool IsDoneWith(OnboardingReport report) => report.Outcome is
        OnboardingOutcome.Onboarded or OnboardingOutcome.Unchanged or OnboardingOutcome.Skipped or OnboardingOutcome.Left;

    /// <summary>A person asked about one account and gets one object; an event may name several.</summary>
    private static ReadOnlyMemory<byte> Answer(IReadOnlyList<OnboardingReport> reports, bool isPersons)
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

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyList<OnboardingReport> reports)
    {
        json.WriteStartObject();
        json.WriteStartArray("accounts");
        foreach (var report in reports)
            Write(json, report);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, OnboardingReport report)
    {
        json.WriteStartObject();
        OutcomeLine.Write(json, report);
        json.WriteEndObject();
    }
}
