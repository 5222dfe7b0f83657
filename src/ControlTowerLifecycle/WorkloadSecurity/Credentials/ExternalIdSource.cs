using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The tenant's external ID: the one given as a setting, else the one the tenant tells, else, where its retrieval has
/// been switched off, the one kept in the secret. Asked for when a process first needs it, and again every quarter of an
/// hour that it lives: a role that trusts an ID of yesterday must not look right. Never empty.
/// </summary>
internal sealed class ExternalIdSource(
    string? given, WorkloadSecurityClient client, ApiKeySource keys, TimeProvider time)
{
    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(15);

    private readonly SharedValue<Told> _told = new(async token =>
        new Told(given ?? await FetchAsync(client, keys, token), time.GetUtcNow()));

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var told = await _told.GetAsync(cancellationToken);
        return (time.GetUtcNow() - told.At < LongestKept ? told : await _told.RefreshAsync(told, cancellationToken)).Id;
    }

    /// <summary>
    /// Asks the tenant again, unless that has been done since <paramref name="stale"/> was handed out.
    /// </summary>
    public async Task<string> RefreshAsync(string stale, CancellationToken cancellationToken)
    {
        var told = await _told.GetAsync(cancellationToken);
        return (ReferenceEquals(told.Id, stale) ? await _told.RefreshAsync(told, cancellationToken) : told).Id;
    }

    /// <summary>
    /// The same, for one who has a failure of its own to tell: that the tenant tells nothing now is found out by the next who
    /// needs the ID.
    /// </summary>
    public Task AskAgainAsync(string stale, CancellationToken cancellationToken) =>
        Task.WhenAny(RefreshAsync(stale, cancellationToken));

    private static async Task<string> FetchAsync(
        WorkloadSecurityClient client, ApiKeySource keys, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindExternalIdAsync(cancellationToken) is { } told && !string.IsNullOrWhiteSpace(told))
                return told;
        }
        catch (WorkloadSecurityException refused) when (refused.Status == 403)
        {
            return await KeptAsync(keys, cancellationToken) ?? throw Withheld(refused.Message);
        }

        return await KeptAsync(keys, cancellationToken) ?? throw Withheld("Workload Security told no external ID");
    }

    /// <summary>One who is told to put the ID into the secret does so while this process is warm: it is read again.</summary>
    private static async Task<string?> KeptAsync(ApiKeySource keys, CancellationToken cancellationToken)
    {
        var secret = await keys.SecretAsync(cancellationToken);
        return secret.ExternalId ?? (await keys.SecretAgainAsync(secret, cancellationToken)).ExternalId;
    }

    private static WorkloadSecurityException Withheld(string cause) => WorkloadSecurityFailure.Person(
        "GET /awsconnectorsettings",
        $"the tenant's external ID is not known: {cause}",
        "Check the API key and its role's right to read connector settings; where retrieval of the external ID is switched off, "
        + "switch it on, or put ExternalId beside ApiKey into the secret, or set WORKLOAD_SECURITY_EXTERNAL_ID.");

    private sealed record Told(string Id, DateTimeOffset At);
}
