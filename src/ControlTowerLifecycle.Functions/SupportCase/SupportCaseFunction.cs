using System.Diagnostics;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.SupportCase;

/// <summary>
/// Opens a support case for each new account, from a queue of its own. A failure is retried, notified and kept as a dead
/// letter like any other, and changes nothing of the account's protection.
/// </summary>
internal sealed class SupportCaseFunction(
    SupportCases cases, FailedMessages failedMessages, LifecycleLog log, TimeProvider time) : ILambdaFunction
{
    /// <summary>The word for the step, in failures.</summary>
    private const string Step = "open-support-case";

    /// <summary>The time that is kept to handle failures.</summary>
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(10);

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var work = new WorkDeadline(invocation, LongestReserve, time, cancellationToken);
        var messages = SqsBatch.TryRead(invocation.Payload)
            ?? throw FunctionErrorException.UnreadableEvent("it is no batch of a queue");
        var completed = await Task.WhenAll(messages.Select(message =>
            HandleAsync(message, $"{invocation.RequestId}/{message.Id}", work.Token, cancellationToken)));
        return SqsBatch.Response(messages.Zip(completed).Where(pair => !pair.Second).Select(pair => pair.First.Id));
    }

    /// <returns>Whether the message is completed.</returns>
    private async Task<bool> HandleAsync(
        ReceivedMessage message, string claimant, CancellationToken workDeadline, CancellationToken cancellationToken)
    {
        try
        {
            return await AttemptAsync(message, claimant, workDeadline) is not { } failure
                || await failedMessages.SettleAsync(message, [failure], cancellationToken);
        }
        catch (Exception defect)
        {
            // The boundary of a message: a defect while one is settled must not fail the others. It is returned.
            log.Defect($"message {message.Id}", defect);
            return false;
        }
    }

    /// <returns>What failed; null if the message is completed.</returns>
    private async Task<FailureNotice?> AttemptAsync(
        ReceivedMessage message, string claimant, CancellationToken cancellationToken)
    {
        switch (SupportCaseEvent.Read(message.Body))
        {
            case SupportCaseEvent.NewAccount account:
                return await OpenAsync(account.Event, message, claimant, cancellationToken);
            case SupportCaseEvent.NotOurs other:
                log.Ignored(message.Id, other.Why);
                return null;
            case SupportCaseEvent.Unreadable unreadable:
                log.Unreadable(message.Id, unreadable.Why);
                return FailureNotice.Unreadable(message.Id, unreadable.Why);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<FailureNotice?> OpenAsync(
        AccountEvent account, ReceivedMessage message, string claimant, CancellationToken cancellationToken)
    {
        RunFailure failure;
        try
        {
            switch (await cases.OpenAsync(account.Account, account.AccountName, claimant, cancellationToken))
            {
                case SupportCaseResult.Opened opened:
                    log.SupportCaseOpened(account, opened.CaseId);
                    return null;
                case SupportCaseResult.Existing existing:
                    log.SupportCaseExists(account, existing.CaseId);
                    return null;
                case SupportCaseResult.Held:
                    failure = new RunFailure(Step, "another attempt may be opening the support case; a later one looks again", null);
                    break;
                default:
                    throw new UnreachableException();
            }
        }
        catch (RemoteSystemException failed)
        {
            failure = RunFailure.Of(Step, failed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = RunFailure.OutOfTime(Step);
        }
        catch (Exception defect)
        {
            log.Defect($"message {message.Id}", defect);
            return FailureNotice.Defect(message.Id, defect);
        }

        var isMomentary = failure.Call is { IsUncertain: true } && message.ReceiveCount < UnconfirmedOutcome.ConfirmingReceive;
        log.SupportCaseNotOpened(account, failure);
        return FailureNotice.UnopenedCase(message.Id, account, failure, isMomentary ? FailureKind.Retryable : failure.Kind);
    }
}
