using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The queues that the SQS service can use.</summary>
internal sealed class QueueDirectory
{
    private readonly ConcurrentDictionary<string, SandboxQueue> _queues = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SandboxQueue> All => (IReadOnlyCollection<SandboxQueue>)_queues.Values;

    public void Add(SandboxQueue queue)
    {
        if (!_queues.TryAdd(queue.Name, queue))
            throw new ArgumentException($"The queue {queue.Name} already exists.", nameof(queue));
    }

    public SandboxQueue? ByName(string name) => _queues.GetValueOrDefault(name);

    /// <summary>
    /// Compares only the account and the name at the end of the URL: the endpoint can have several host names.
    /// </summary>
    public SandboxQueue? ByUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && ByName(uri.Segments[^1]) is { } queue
        && string.Equals(new Uri(queue.Url).AbsolutePath, uri.AbsolutePath, StringComparison.Ordinal)
            ? queue
            : null;
}
