using System.Globalization;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// Queues all accounts when CloudFormation creates or updates the stack, and on any event that concerns accounts
/// without naming them. Whatever happens, CloudFormation is answered before the deadline: a stack that is not answered
/// hangs.
/// </summary>
internal sealed class BackfillFunction(
    Backfill backfill, CustomResourceAnswers answers, LifecycleLog log, TimeProvider time) : ILambdaFunction
{
    /// <summary>
    /// What is kept of the invocation's time for the answer: this much, or a fifth where the time is short.
    /// </summary>
    private static readonly TimeSpan AnswerReserve = TimeSpan.FromSeconds(15);

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (CustomResourceRequest.TryRead(invocation.Payload) is { } request)
            await AnswerAsync(request, invocation, cancellationToken);
        else
            await HandleEventAsync(invocation, cancellationToken);

        return ReadOnlyMemory<byte>.Empty;
    }

    private async Task AnswerAsync(
        CustomResourceRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (request.RequestType)
        {
            case "Delete":
                log.Backfill("the stack is deleted, protection stays", new BackfillProgress());
                await answers.SucceedAsync(request, Data(new BackfillProgress()), cancellationToken);
                break;
            case "Create" or "Update":
                var progress = new BackfillProgress();
                if (await RunAsync(progress, invocation, cancellationToken) is { } failure)
                    await answers.FailAsync(request, failure, cancellationToken);
                else
                    await answers.SucceedAsync(request, Data(progress), cancellationToken);
                break;
            default:
                await answers.FailAsync(request, "RequestType is none of Create, Update and Delete.", cancellationToken);
                break;
        }
    }

    private async Task HandleEventAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        switch (LifecycleEventDecoder.Decode(invocation.Payload))
        {
            case LifecycleEvent.OrganizationalUnitGoverned:
                if (await RunAsync(new BackfillProgress(), invocation, cancellationToken) is { } failure)
                    throw new FunctionErrorException("NotQueued", failure);
                break;
            case LifecycleEvent.Unreadable unreadable:
                log.Unreadable(null, unreadable.Why);
                throw new FunctionErrorException(
                    "UnreadableEvent",
                    $"The event cannot be read: {unreadable.Why.TrimEnd('.')}.");
            case LifecycleEvent.NotOurs other:
                log.Ignored(null, other.Why);
                break;
            default:
                throw new FunctionErrorException(
                    "WrongFunction",
                    "The event names an account; it belongs to the lifecycle function.");
        }
    }

    /// <returns>Null, or why the walk did not come to its end, for a person to read.</returns>
    private async Task<string?> RunAsync(
        BackfillProgress progress, Invocation invocation, CancellationToken cancellationToken)
    {
        var left = invocation.TimeLeft(time) - RuntimeLoop.Reserve;
        var reserve = left / 5 < AnswerReserve ? left / 5 : AnswerReserve;
        using var walk = new CancellationTokenSource(left > reserve ? left - reserve : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(walk.Token, cancellationToken);
        try
        {
            await backfill.RunAsync(progress, either.Token);
            log.Backfill("backfill queued", progress);
            return null;
        }
        catch (RemoteSystemException failed)
        {
            log.Failed("backfill failed", failed.Message, failed.WhatToDo);
            return $"{failed.Message.TrimEnd('.')}. "
                + (failed.WhatToDo ?? $"Check that the function can reach {failed.RemoteSystem}, then deploy again.");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            log.Backfill("backfill ran out of time", progress);
            return $"The time ran out after {progress.Accounts} accounts, of which {progress.Queued} are queued and will be onboarded. "
                + "Raise the backfill function's timeout (900 s at most) and deploy again.";
        }
        catch (Exception defect)
        {
            // CloudFormation must be answered even then: it would wait an hour for a process that is long gone.
            log.Defect("backfill", defect);
            return $"Unexpected {defect.GetType().Name}; the backfill function's log has the details.";
        }
    }

    private static Dictionary<string, string> Data(BackfillProgress progress) => new(StringComparer.Ordinal)
    {
        ["Accounts"] = Text(progress.Accounts),
        ["Queued"] = Text(progress.Queued),
        ["Skipped"] = Text(progress.Accounts - progress.Queued),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
