using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The table of causes, in memory.</summary>
internal sealed class FakeCauseRecords : ICauseRecords
{
    public const int Items = 3;

    private readonly Dictionary<CauseId, CauseRecord> _records = [];
    private readonly Dictionary<(CauseId, string), Affected> _gathered = [];
    private readonly Dictionary<(CauseId, string), DateTimeOffset> _listedUntil = [];
    private int _version;

    /// <summary>Thrown by every call that is not <see cref="RecordListedAsync"/>.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown by <see cref="RecordListedAsync"/>.</summary>
    public Exception? RecordFailure { get; set; }

    /// <summary>Thrown by <see cref="GatherAsync"/>.</summary>
    public Exception? GatherFailure { get; set; }

    /// <summary>Another process always writes first.</summary>
    public bool IsContended { get; set; }

    /// <summary>How many writes were tried.</summary>
    public int Writes { get; private set; }

    public CauseRecord? Find(CauseId cause) => _records.GetValueOrDefault(cause);

    public Task<CauseRecord?> FindAsync(CauseId cause, CancellationToken cancellationToken) => Call(() => Find(cause));

    public Task<bool> TryWriteAsync(
        CauseId cause, CauseRecord record, DateTimeOffset expires, CancellationToken cancellationToken) => Call(() =>
        {
            Writes++;
            if (IsContended || Find(cause)?.Version != record.Version)
                return false;
            _records[cause] = record with { Version = $"{++_version}" };
            return true;
        });

    public Task<bool> GatherAsync(
        CauseId cause, Affected affected, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Call(() =>
        {
            if (GatherFailure is not null)
                throw GatherFailure;
            if (IsListed(cause, affected, now))
                return false;
            _gathered[(cause, affected.Id)] = affected;
            return true;
        });

    public Task<IReadOnlyList<Affected>> GatheredAsync(
        CauseId cause, DateTimeOffset now, CancellationToken cancellationToken) => Call<IReadOnlyList<Affected>>(() =>
        [.. Enumerable.Range(0, Items).SelectMany(item => ReadItem(cause, item, now))]);

    /// <summary>The accounts are in several items, which are read one after the other.</summary>
    public IReadOnlyList<Affected> ReadItem(CauseId cause, int item, DateTimeOffset now) =>
    [
        .. _gathered
            .Where(pair => pair.Key.Item1 == cause && ItemOf(pair.Value) == item && !IsListed(cause, pair.Value, now))
            .Select(pair => pair.Value),
    ];

    public static int ItemOf(Affected affected) => affected.Id[^1] % Items;

    public Task RecordListedAsync(
        CauseId cause, IReadOnlyList<Affected> listed, DateTimeOffset now, DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        if (RecordFailure is not null)
            throw RecordFailure;
        foreach (var affected in listed)
        {
            _gathered.Remove((cause, affected.Id));
            _listedUntil[(cause, affected.Id)] = until;
        }

        return Task.CompletedTask;
    }

    private bool IsListed(CauseId cause, Affected affected, DateTimeOffset now) =>
        _listedUntil.TryGetValue((cause, affected.Id), out var until) && until >= now;

    private Task<T> Call<T>(Func<T> effect) =>
        Failure is null ? Task.FromResult(effect()) : throw Failure;
}
