using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The batching window is 0: a batch is the messages that are visible.</summary>
internal sealed record MappingSettings
{
    /// <summary>1 to 10. A larger batch requires a batching window.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>The maximum number of concurrent batches: 2 to 1,000.</summary>
    public int MaximumConcurrency { get; init; } = 5;

    /// <summary>ReportBatchItemFailures. If false, the response is not read.</summary>
    public bool PartialResponses { get; init; } = true;

    /// <summary>
    /// Shortens the play: a failed message returns after this time instead of its visibility timeout, which is minutes.
    /// Null uses the visibility timeout, as SQS does.
    /// </summary>
    public TimeSpan? ReturnAfter { get; init; }
}

/// <param name="Batches">Invocations with a batch.</param>
/// <param name="Deleted">Messages that succeeded.</param>
/// <param name="Returned">Messages that failed and become visible again.</param>
internal sealed record MappingCounts(int Batches, int Deleted, int Returned);

/// <summary>
/// Lambda's poller between a queue and a function. It deletes messages that succeeded. A failed message becomes visible
/// again at the end of its visibility timeout, which the function can change.
/// </summary>
internal sealed class EventSourceMapping : IAsyncDisposable
{
    private readonly SandboxQueue _queue;
    private readonly LambdaFunction _function;
    private readonly MappingSettings _settings;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _draining;
    private readonly Task _polling;
    private int _batches;
    private int _deleted;
    private int _returned;

    /// <summary>Starts to poll.</summary>
    /// <exception cref="ArgumentException">Lambda would not create this mapping.</exception>
    public EventSourceMapping(SandboxQueue queue, LambdaFunction function, MappingSettings settings)
    {
        if (queue.VisibilityTimeout < function.Settings.Timeout)
        {
            throw new ArgumentException(
                $"Queue visibility timeout: {queue.VisibilityTimeout.TotalSeconds} seconds is less than"
                + $" Function timeout: {function.Settings.Timeout.TotalSeconds} seconds.",
                nameof(queue));
        }

        if (settings.BatchSize is < 1 or > 10 || settings.MaximumConcurrency is < 2 or > 1000)
            throw new ArgumentException(
                "The batch size must be 1 to 10 and the maximum concurrency 2 to 1,000.", nameof(settings));
        _queue = queue;
        _function = function;
        _settings = settings;
        _draining = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _polling = Task.WhenAll(
            Enumerable.Range(0, settings.MaximumConcurrency).Select(_ => PollAsync(_stopping.Token)));
    }

    public MappingCounts Counts =>
        new(Volatile.Read(ref _batches), Volatile.Read(ref _deleted), Volatile.Read(ref _returned));

    /// <summary>Runs until disposal. It faults if the function's process cannot start.</summary>
    public Task Polling => _polling;

    /// <summary>Stops polling, and completes when the running batches have ended: as a disabled mapping.</summary>
    public async Task DrainAsync()
    {
        await _draining.CancelAsync();
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Stops polling. The messages of a running batch become visible again, as after a crash.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _draining.Dispose();
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _queue.WaitForMessageAsync(_draining.Token);
            var batch = _queue.Receive(_settings.BatchSize);
            if (batch.Count > 0)
                await InvokeAsync(batch, cancellationToken);
        }
    }

    private async Task InvokeAsync(IReadOnlyList<QueueMessage> batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        var invocation = _function.InvokeAsync(SqsEvent.Of(batch, _queue), cancellationToken);
        var result = await invocation.WaitAsync(cancellationToken);
        var failed = BatchResponse.FailedItems(batch, result, _settings.PartialResponses);
        foreach (var message in batch)
        {
            if (failed.Contains(message.MessageId))
                Return(message);
            else
                Delete(message);
        }
    }

    private void Delete(QueueMessage message)
    {
        _queue.Delete(message.ReceiptHandle);
        Interlocked.Increment(ref _deleted);
    }

    private void Return(QueueMessage message)
    {
        if (_settings.ReturnAfter is { } delay)
            _queue.ChangeVisibility(message.ReceiptHandle, delay);
        Interlocked.Increment(ref _returned);
    }
}
