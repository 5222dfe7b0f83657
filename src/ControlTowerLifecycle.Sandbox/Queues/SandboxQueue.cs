using System.Text;

namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>
/// A standard SQS queue without a retention period: a message stays until it is deleted.
/// As in SQS, a message moves to the dead-letter queue at the receive after the last allowed one.
/// </summary>
internal sealed class SandboxQueue : IDisposable
{
    /// <summary>1 MiB for body and attributes together. This class counts the body only.</summary>
    public const int LargestBody = 1024 * 1024;

    private static readonly TimeSpan LongestVisibility = TimeSpan.FromHours(12);
    private static readonly Dictionary<string, string> NoAttributes = [];

    private readonly Lock _gate = new();
    private readonly List<StoredMessage> _messages = [];
    private readonly TimeProvider _time;
    private readonly QueueSignal _signal;
    private int _deadLettered;

    public SandboxQueue(QueueSettings settings, TimeProvider time)
    {
        if (settings.VisibilityTimeout < TimeSpan.Zero || settings.VisibilityTimeout > LongestVisibility)
            throw new ArgumentException("The visibility timeout must be 0 seconds to 12 hours.", nameof(settings));
        _time = time;
        _signal = new QueueSignal(time, BecameVisible);
        Name = settings.Name;
        Region = settings.Region;
        Url = new Uri(settings.Endpoint, $"{settings.AccountId}/{settings.Name}").ToString();
        Arn = $"arn:aws:sqs:{settings.Region}:{settings.AccountId}:{settings.Name}";
        VisibilityTimeout = settings.VisibilityTimeout;
        RedrivePolicy = settings.RedrivePolicy;
    }

    public string Name { get; }

    public string Region { get; }

    public string Url { get; }

    public string Arn { get; }

    public TimeSpan VisibilityTimeout { get; }

    public RedrivePolicy? RedrivePolicy { get; }

    /// <summary>The resource policy, which decides whether rules of EventBridge can send; if null, any rule can.</summary>
    public string? Policy { get; set; }

    public QueueFaults Faults { get; } = new();

    public QueueCounts Counts
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                var visible = _messages.Count(message => message.VisibleAt <= now);
                var inFlight = _messages.Count(message => message.VisibleAt > now && message.WasReceived);
                return new QueueCounts(visible, inFlight, _messages.Count - visible - inFlight, _deadLettered);
            }
        }
    }

    /// <summary>The times when hidden messages become visible, earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> HiddenUntil
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                return [.. _messages.Select(message => message.VisibleAt).Where(visible => visible > now).Order()];
            }
        }
    }

    /// <returns>The message id.</returns>
    public string Send(string body) => Send(body, NoAttributes, TimeSpan.Zero);

    /// <inheritdoc cref="Send(string)"/>
    public string Send(string body, IReadOnlyDictionary<string, string> messageAttributes, TimeSpan delay)
    {
        ArgumentException.ThrowIfNullOrEmpty(body);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(body), LargestBody, nameof(body));
        var id = Guid.NewGuid().ToString();
        var now = _time.GetUtcNow();
        Add(new StoredMessage(id, body, messageAttributes, now) { VisibleAt = now + delay });
        return id;
    }

    /// <summary>Receives up to <paramref name="max"/> (1 to 10) messages and hides them for the visibility
    /// timeout.</summary>
    public IReadOnlyList<QueueMessage> Receive(int max) => Receive(max, VisibilityTimeout);

    /// <inheritdoc cref="Receive(int)"/>
    public IReadOnlyList<QueueMessage> Receive(int max, TimeSpan visibilityTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(visibilityTimeout, LongestVisibility);
        List<StoredMessage> dead;
        var received = new List<QueueMessage>(max);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            dead = TakeDeadLetters(now);
            foreach (var message in Visible(now).Take(max).ToList())
            {
                received.Add(message.Receive(now, visibilityTimeout));
                if (Faults.TakeDuplicate())
                    _messages.Add(message.Copy(now));
            }

            Changed(now);
        }

        foreach (var message in dead)
            RedrivePolicy!.DeadLetterQueue.Add(message);
        return received;
    }

    /// <summary>Makes the delayed messages visible now. Messages in flight stay hidden.</summary>
    /// <returns>How many there were.</returns>
    public int EndDelays()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var delayed = _messages.FindAll(message => message.VisibleAt > now && !message.WasReceived);
            foreach (var message in delayed)
                message.VisibleAt = now;
            Changed(now);
            return delayed.Count;
        }
    }

    /// <returns>False if the receipt handle is unknown or no longer valid.</returns>
    public bool Delete(string receiptHandle)
    {
        lock (_gate)
        {
            var deleted = _messages.RemoveAll(message => message.ReceiptHandle == receiptHandle) > 0;
            Changed(_time.GetUtcNow());
            return deleted;
        }
    }

    /// <returns>False if the receipt handle is unknown or no longer valid, or the message is not in flight.</returns>
    public bool ChangeVisibility(string receiptHandle, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, LongestVisibility);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var message = _messages.Find(message => message.ReceiptHandle == receiptHandle && message.VisibleAt > now);
            if (message is null)
                return false;
            message.VisibleAt = now + timeout;
            Changed(now);
            return true;
        }
    }

    /// <summary>Completes when a message is visible. Another receiver can be faster, so the next receive may be
    /// empty.</summary>
    public Task WaitForMessageAsync(CancellationToken cancellationToken) =>
        _signal.WaitAsync(
            _gate, () => _messages.Exists(message => message.VisibleAt <= _time.GetUtcNow()), cancellationToken);

    /// <summary>Completes when no message is visible, in flight or delayed.</summary>
    public Task WaitUntilEmptyAsync(CancellationToken cancellationToken) =>
        _signal.WaitAsync(_gate, () => _messages.Count == 0, cancellationToken);

    /// <summary>Completes when the counts meet the condition.</summary>
    public Task WaitForAsync(Func<QueueCounts, bool> condition, CancellationToken cancellationToken) =>
        _signal.WaitAsync(_gate, () => condition(Counts), cancellationToken);

    public void Dispose() => _signal.Dispose();

    private void Add(StoredMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message);
            Changed(_time.GetUtcNow());
        }
    }

    private IEnumerable<StoredMessage> Visible(DateTimeOffset now)
    {
        var visible = _messages.Where(message => message.VisibleAt <= now);
        return Faults.Reorder ? visible.Reverse() : visible;
    }

    private List<StoredMessage> TakeDeadLetters(DateTimeOffset now)
    {
        if (RedrivePolicy is not { } policy)
            return [];
        var dead = _messages.FindAll(
            message => message.VisibleAt <= now && message.ReceiveCount >= policy.MaxReceiveCount);
        _messages.RemoveAll(dead.Contains);
        _deadLettered += dead.Count;
        return [.. dead.Select(message => message.AsDeadLetterOf(Arn, now))];
    }

    private void BecameVisible()
    {
        lock (_gate)
            Changed(_time.GetUtcNow());
    }

    private void Changed(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var message in _messages)
        {
            if (message.VisibleAt > now && (next is null || message.VisibleAt < next))
                next = message.VisibleAt;
        }

        _signal.Raise(next - now);
    }
}
