using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The tenant's external ID: the value of the setting; or else the ID that the tenant returns; or else, if its
/// retrieval is switched off, the ID in the secret. It is never empty. A process fetches it at first use, and again
/// after 15 minutes: a role that trusts an ID of yesterday must not look right.
/// </summary>
internal sealed class ExternalIdSource(
    string? setting, WorkloadSecurityClient client, ApiKeySource keys, TimeProvider time)
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(15);

    private readonly SharedValue<FetchedId> _id = new(async token =>
        new FetchedId(setting ?? await FetchAsync(client, keys, token), time.GetUtcNow()));

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var id = await _id.GetAsync(cancellationToken);
        return (time.GetUtcNow() - id.At < MaximumAge ? id : await _id.RefreshAsync(id, cancellationToken)).Value;
    }

    /// <summary>
    /// Fetches the ID again, unless another caller has done so since <paramref name="stale"/> was returned.
    /// </summary>
    public async Task<string> RefreshAsync(string stale, CancellationToken cancellationToken)
    {
        var id = await _id.GetAsync(cancellationToken);
        return (ReferenceEquals(id.Value, stale) ? await _id.RefreshAsync(id, cancellationToken) : id).Value;
    }

    /// <summary>
    /// The same for a caller that has a failure of its own to report: if the fetch fails, the next caller that needs
    /// the ID fetches it again and reports the failure.
    /// </summary>
    public Task AskAgainAsync(string stale, CancellationToken cancellationToken) =>
        Task.WhenAny(RefreshAsync(stale, cancellationToken));

    private static async Task<string> FetchAsync(
        WorkloadSecurityClient client, ApiKeySource keys, CancellationToken cancellationToken)
    {
        string cause;
        try
        {
            if (await client.FindExternalIdAsync(cancellationToken) is { } id && !string.IsNullOrWhiteSpace(id))
                return Check(id, "Workload Security");

            cause = "Workload Security returned no external ID";
        }
        catch (WorkloadSecurityException refused) when (refused is { Status: 403, IsPage: false })
        {
            cause = refused.Message;
        }

        return await ReadFromSecretAsync(keys, cancellationToken) is { } stored
            ? Check(stored, "the secret")
            : throw Unknown(cause);
    }

    /// <summary>
    /// The secret is read again, because the operator may have put the ID into it since the process started.
    /// </summary>
    private static async Task<string?> ReadFromSecretAsync(ApiKeySource keys, CancellationToken cancellationToken)
    {
        var secret = await keys.GetSecretAsync(cancellationToken);
        return secret.ExternalId ?? (await keys.RefreshSecretAsync(secret, cancellationToken)).ExternalId;
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

    private sealed record FetchedId(string Value, DateTimeOffset At);
}
