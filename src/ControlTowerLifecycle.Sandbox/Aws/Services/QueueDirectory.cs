using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The queues that SQS serves. Whoever makes a queue enters it here.</summary>
internal sealed class QueueDirectory
{
    private readonly ConcurrentDictionary<string, SandboxQueue> _queues = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SandboxQueue> All => (IReadOnlyCollection<SandboxQueue>)_queues.Values;

    public void Add(SandboxQueue queue)
    {
        if (!_queues.TryAdd(queue.Name, queue))
            throw new ArgumentException($"There is a queue {queue.Name} already.", nameof(queue));
    }

    public SandboxQueue? ByName(string name) => _queues.GetValueOrDefault(name);

    /// <summary>
    /// By account and name, which the URL ends in: the same queue has one URL for every host name of the endpoint.
    /// </summary>
    public SandboxQueue? ByUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && ByName(uri.Segments[^1]) is { } queue
        && string.Equals(new Uri(queue.Url).AbsolutePath, uri.AbsolutePath, StringComparison.Ordinal)
            ? queue
            : null;
}
