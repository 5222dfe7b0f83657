using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The tenant's external ID: the value of the setting; or else the ID that the tenant returns; or else, if its
/// retrieval is switched off, the ID in the secret. It is never empty. A process fetches it at first use, and again
/// after 15 minutes: a role that trusts an ID of yesterday must not look right.
/// </summary>
internal sealed class ExternalIdSource
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(15);

    private readonly SharedValue<KnownExternalId> _id;
    private readonly string? _setting;
    private readonly WorkloadSecurityClient _client;
    private readonly ApiKeySource _keys;
    private readonly TimeProvider _time;

    /// <summary>1 if something shows that the ID may have changed at the tenant.</summary>
    private int _isDoubtful;

    /// <summary>The last hash of a walk for which the ID was fetched.</summary>
    private volatile string? _settledHash;

    public ExternalIdSource(string? setting, WorkloadSecurityClient client, ApiKeySource keys, TimeProvider time)
    {
        (_setting, _client, _keys, _time) = (setting, client, keys, time);
        _id = new(FetchAsync);
    }

    /// <summary>
    /// The ID in the secret is used before the tenant is asked, because walks keep it right. The tenant is asked if a role,
    /// a refusal or a walk shows that it may have changed.
    /// </summary>
    public bool TrustsKeptId { get; init; }

    public async Task<string> GetAsync(CancellationToken cancellationToken) =>
        (await GetKnownAsync(cancellationToken)).Value;

    /// <summary>
    /// The ID for an account that a walk has queued. A walk reads the ID before it reads accounts, so another hash shows
    /// that one of the two IDs is old. It is fetched once for each such hash: the walk's ID can be the older one.
    /// </summary>
    public async Task<string> GetAsync(string? hashOfWalk, CancellationToken cancellationToken)
    {
        var id = await GetAsync(cancellationToken);
        if (hashOfWalk is null || hashOfWalk == _settledHash || hashOfWalk == ExternalId.Hash(id))
            return id;

        var current = await RefreshAsync(id, cancellationToken);
        _settledHash = hashOfWalk;
        return current;
    }

    /// <summary>
    /// Fetches the ID again, unless another caller has done so since <paramref name="stale"/> was returned.
    /// </summary>
    public async Task<string> RefreshAsync(string stale, CancellationToken cancellationToken)
    {
        var id = await _id.GetAsync(cancellationToken);
        if (!ReferenceEquals(id.Value, stale))
            return id.Value;

        Volatile.Write(ref _isDoubtful, 1);
        return (await _id.RefreshAsync(id, cancellationToken)).Value;
    }

    /// <summary>
    /// The same for a caller that has a failure of its own to report: if the fetch fails, the next caller that needs
    /// the ID fetches it again and reports the failure.
    /// </summary>
    public Task AskAgainAsync(string stale, CancellationToken cancellationToken) =>
        Task.WhenAny(RefreshAsync(stale, cancellationToken));

    /// <summary>The ID of now, for a walk.</summary>
    public Task<KnownExternalId> RereadAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isDoubtful, 1);
        return _id.GetCurrentAsync(cancellationToken);
    }

    private async Task<KnownExternalId> GetKnownAsync(CancellationToken cancellationToken)
    {
        var id = await _id.GetAsync(cancellationToken);
        return _time.GetUtcNow() - id.ReadAt < MaximumAge ? id : await _id.RefreshAsync(id, cancellationToken);
    }

    private async Task<KnownExternalId> FetchAsync(CancellationToken cancellationToken)
    {
        var isDoubtful = Interlocked.Exchange(ref _isDoubtful, 0) == 1;
        if (_setting is not null)
            return Known(_setting, ExternalIdOrigin.Setting);

        if (TrustsKeptId && !isDoubtful && await FindKeptAsync(cancellationToken) is { } kept)
            return Known(kept, ExternalIdOrigin.Secret);

        string cause;
        try
        {
            if (await _client.FindExternalIdAsync(cancellationToken) is { } id && !string.IsNullOrWhiteSpace(id))
                return Known(Check(id, "Workload Security"), ExternalIdOrigin.Tenant);

            cause = "Workload Security returned no external ID";
        }
        catch (WorkloadSecurityException refused) when (refused is { Status: 403, IsPage: false })
        {
            cause = refused.Message;
        }

        return await ReadFromSecretAsync(isDoubtful, cancellationToken) is { } stored
            ? Known(Check(stored, "the secret"), ExternalIdOrigin.Secret)
            : throw Unknown(cause);
    }

    private KnownExternalId Known(string id, ExternalIdOrigin origin) => new(id, origin, _time.GetUtcNow());

    /// <summary>The ID in the secret of today; null if it is none. The next walk replaces text that is no ID.</summary>
    private async Task<string?> FindKeptAsync(CancellationToken cancellationToken)
    {
        await _keys.RereadAsync(cancellationToken);
        return (await _keys.GetSecretAsync(cancellationToken)).ExternalId is { } kept && ExternalId.IsValid(kept) ? kept : null;
    }

    /// <summary>
    /// The secret is read again, because the operator or a walk may have put another ID into it since the process started.
    /// </summary>
    private async Task<string?> ReadFromSecretAsync(bool isDoubtful, CancellationToken cancellationToken)
    {
        var secret = await _keys.GetSecretAsync(cancellationToken);
        return (isDoubtful ? null : secret.ExternalId)
            ?? (await _keys.RefreshSecretAsync(secret, cancellationToken)).ExternalId;
    }

    /// <summary>
    /// The ID becomes part of every trust policy, so a wildcard or a policy variable must not get there. A line break at
    /// the end is what an editor adds.
    /// </summary>
    private static string Check(string text, string source)
    {
        var id = text.TrimEnd('\r', '\n');
        return ExternalId.IsValid(id)
            ? id
            : throw WorkloadSecurityFailure.NeedsOperator(
                "GET /awsconnectorsettings",
                $"the external ID from {source} cannot be used: {ExternalId.Expected}",
                "Correct the ID at its source. WORKLOAD_SECURITY_EXTERNAL_ID overrides both the tenant and the secret.");
    }

    private static WorkloadSecurityException Unknown(string cause) => WorkloadSecurityFailure.NeedsOperator(
        "GET /awsconnectorsettings",
        $"the tenant's external ID is not known: {cause}",
        "Check the API key, and that its role may read connector settings. If retrieval of the external ID is switched off, "
        + "switch it on, or put ExternalId beside ApiKey into the secret, or set WORKLOAD_SECURITY_EXTERNAL_ID.");
}
