namespace ControlTowerLifecycle.CloudAccounts.Credentials;

/// <summary>
/// The API key. A process reads the secret once, and again once for all calls that were refused with the key.
/// </summary>
internal sealed class CloudAccountsKeySource(Func<CancellationToken, Task<string>> readSecret)
{
    private readonly SharedValue<CloudAccountsKey> _key =
        new(async token => CloudAccountsKey.Parse(await readSecret(token)));

    public Task<CloudAccountsKey> GetAsync(CancellationToken cancellationToken) => _key.GetAsync(cancellationToken);

    /// <summary>The key to use after a refusal; null if the secret still holds the refused one.</summary>
    public async Task<CloudAccountsKey?> GetNextAsync(CloudAccountsKey refused, CancellationToken cancellationToken)
    {
        var key = await _key.RefreshAsync(refused, cancellationToken);
        return key.Value == refused.Value ? null : key;
    }
}
