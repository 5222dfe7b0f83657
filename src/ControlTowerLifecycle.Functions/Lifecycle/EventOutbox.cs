using System.Runtime.ExceptionServices;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>
/// Sends the events of one invocation. There is one call at a time, and the events that arrive meanwhile go together in the
/// next one: a batch needs few calls, and no message waits until the slowest account of its batch is done.
/// </summary>
/// <param name="bus">Where the events are sent.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends the time for sending.</param>
internal sealed class EventOutbox(IEventBus bus, TimeProvider time, CancellationToken cancellationToken)
{
    /// <summary>A bus that does not respond must not hold up the messages: the events are queued.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];
    private bool _isSending;

    public bool IsOn => bus.IsOn;

    /// <returns>Why the event was not sent; null if it was.</returns>
    public Task<RunFailure?> SendAsync(AccountEvent accountEvent)
    {
        var waiting = new Waiting(accountEvent);
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            if (_isSending)
                return waiting.Result.Task;

            _isSending = true;
        }

        _ = SendWaitingAsync();
        return waiting.Result.Task;
    }

    /// <summary>Throws nothing: each caller gets the result of its event.</summary>
    private async Task SendWaitingAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var failures = await PutAsync(batch);
                foreach (var (waiting, failure) in batch.Zip(failures))
                    waiting.Result.SetResult(failure);
            }
            catch (Exception defect)
            {
                // The boundary of the outbox: a defect is thrown to the messages that wait.
                foreach (var waiting in batch)
                    waiting.Result.TrySetException(ExceptionDispatchInfo.SetCurrentStackTrace(defect));
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_lock)
        {
            List<Waiting> batch = [];
            while (batch.Count < bus.BatchSize && _waiting.TryDequeue(out var next))
                batch.Add(next);

            _isSending = batch is not [];
            return batch;
        }
    }

    private async Task<IReadOnlyList<RunFailure?>> PutAsync(List<Waiting> batch)
    {
        using var limit = new CancellationTokenSource(LongestCall, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var failures = await bus.PutAsync([.. batch.Select(waiting => waiting.Event)], end.Token);
            return [.. failures.Select(failure => failure is null ? null : Failure(failure))];
        }
        catch (RemoteSystemException failed)
        {
            return [.. batch.Select(_ => Failure(failed))];
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return [.. batch.Select(_ => new RunFailure(FollowUpEvents.Step, "the event bus did not respond in time", null))];
        }
    }

    private static RunFailure Failure(RemoteSystemException failed) => RunFailure.Of(FollowUpEvents.Step, failed);

    private sealed record Waiting(AccountEvent Event)
    {
        public TaskCompletionSource<RunFailure?> Result { get; } = new();
    }
}
