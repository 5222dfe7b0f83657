using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.CloudAccounts.Credentials;

/// <summary>
/// The API key. A process reads the secret at first use, again when it is 15 minutes old, before each walk, and once for
/// all calls that were refused with the key.
/// </summary>
internal sealed class CloudAccountsKeySource
{
    /// <summary>A key that was replaced is not used for longer, although it still works.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(15);

    /// <summary>A walk does not read a secret again that was just read.</summary>
    private static readonly TimeSpan JustRead = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly SharedValue<CloudAccountsKey> _key;
    private CloudAccountsKey? _last;
    private long _readAt;

    public CloudAccountsKeySource(Func<CancellationToken, Task<string>> readSecret, TimeProvider time)
    {
        _time = time;
        _key = new(async token =>
        {
            var key = CloudAccountsKey.Parse(await readSecret(token)).After(Volatile.Read(ref _last));
            Volatile.Write(ref _readAt, time.GetUtcNow().UtcTicks);
            Volatile.Write(ref _last, key);
            return key;
        });
    }

    private TimeSpan Age => TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks - Volatile.Read(ref _readAt));

    public async Task<CloudAccountsKey> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var key = await _key.GetAsync(cancellationToken);
            return Age < MaximumAge ? key : await _key.RefreshAsync(key, cancellationToken);
        }
        catch (RemoteSystemException failed) when (
            failed.Kind == FailureKind.Retryable && Volatile.Read(ref _last) is { } last)
        {
            // As far as is known, the key is still right.
            return last;
        }
    }

    /// <summary>Reads the secret again before a walk, so that the walk reports the key of today.</summary>
    public async Task RereadAsync(CancellationToken cancellationToken)
    {
        var key = await _key.GetAsync(cancellationToken);
        if (Age >= JustRead)
            await _key.RefreshAsync(key, cancellationToken);
    }

    /// <summary>The key to use after a refusal; null if the secret still holds the refused one.</summary>
    public async Task<CloudAccountsKey?> GetNextAsync(CloudAccountsKey refused, CancellationToken cancellationToken)
    {
        var key = await _key.RefreshAsync(refused, cancellationToken);
        return key.Value == refused.Value ? null : key;
    }
}
