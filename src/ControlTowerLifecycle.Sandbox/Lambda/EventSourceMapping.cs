using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>What an event source mapping is created with. The batching window is 0: a batch is what is there.</summary>
internal sealed record MappingSettings
{
    /// <summary>1 to 10: more needs a batching window.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>How many batches are worked on at once: 2 to 1,000.</summary>
    public int MaximumConcurrency { get; init; } = 5;

    /// <summary>ReportBatchItemFailures. Without it the response is not looked at.</summary>
    public bool PartialResponses { get; init; } = true;

    /// <summary>
    /// Compresses time: what failed comes back after this, in place of the rest of its visibility timeout, which is
    /// minutes. Null plays it as SQS does.
    /// </summary>
    public TimeSpan? ReturnAfter { get; init; }
}

/// <param name="Batches">Invocations with a batch.</param>
/// <param name="Deleted">Messages that were done with.</param>
/// <param name="Returned">Messages left to become visible again.</param>
internal sealed record MappingCounts(int Batches, int Deleted, int Returned);

/// <summary>
/// Lambda's poller between a queue and a function. What succeeded is deleted; what failed is left alone, and becomes
/// visible when its visibility timeout runs out (or earlier, where the function changed it).
/// </summary>
internal sealed class EventSourceMapping : IAsyncDisposable
{
    private readonly SandboxQueue _queue;
    private readonly LambdaFunction _function;
    private readonly MappingSettings _settings;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _polling;
    private int _batches;
    private int _deleted;
    private int _returned;

    /// <summary>Starts to poll. Throws where Lambda would not create the mapping.</summary>
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
                "The batch size is 1 to 10, the maximum concurrency 2 to 1,000.", nameof(settings));
        _queue = queue;
        _function = function;
        _settings = settings;
        _polling = Task.WhenAll(
            Enumerable.Range(0, settings.MaximumConcurrency).Select(_ => PollAsync(_stopping.Token)));
    }

    public MappingCounts Counts =>
        new(Volatile.Read(ref _batches), Volatile.Read(ref _deleted), Volatile.Read(ref _returned));

    /// <summary>Runs until disposal. It faults where the function cannot be started at all.</summary>
    public Task Polling => _polling;

    /// <summary>Stops polling. A batch at work is abandoned: its messages come back, as after a crash.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _queue.WaitForMessageAsync(cancellationToken);
            var batch = _queue.Receive(_settings.BatchSize);
            if (batch.Count > 0)
                await HandAsync(batch, cancellationToken);
        }
    }

    private async Task HandAsync(IReadOnlyList<QueueMessage> batch, CancellationToken cancellationToken)
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
        if (_settings.ReturnAfter is { } soon)
            _queue.ChangeVisibility(message.ReceiptHandle, soon);
        Interlocked.Increment(ref _returned);
    }
}
