namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The API key in the style that the tenant accepts. A process reads the secret once. After a refusal it tries the
/// other style, then reads the secret again and tries both styles of a key that was changed there. It never tries the
/// same key twice in the same style.
/// </summary>
internal sealed class ApiKeySource(Func<CancellationToken, Task<string>> readSecret, KeyStyle style)
{
    private readonly SharedValue<WorkloadSecuritySecret> _secret =
        new(async token => WorkloadSecuritySecret.Parse(await readSecret(token)));

    private volatile PresentedKey? _current;

    /// <summary>The secret as it was last read.</summary>
    public Task<WorkloadSecuritySecret> GetSecretAsync(CancellationToken cancellationToken) =>
        _secret.GetAsync(cancellationToken);

    /// <summary>The secret, read again once for all callers that received <paramref name="stale"/>.</summary>
    public Task<WorkloadSecuritySecret> RefreshSecretAsync(
        WorkloadSecuritySecret stale, CancellationToken cancellationToken) =>
        _secret.RefreshAsync(stale, cancellationToken);

    /// <summary>The key to present.</summary>
    public async Task<PresentedKey> GetAsync(CancellationToken cancellationToken) =>
        _current ??= InLikelierStyle(await _secret.GetAsync(cancellationToken));

    /// <summary>
    /// Keeps a key that the vendor accepted: its style is right. A late response for an old key must not restore it.
    /// </summary>
    public void Accept(PresentedKey key)
    {
        key.IsAccepted = true;
        if (ReferenceEquals(_current?.Secret, key.Secret))
            _current = key;
    }

    /// <summary>The key to present after a refusal, or null if there is nothing left to try.</summary>
    public async Task<PresentedKey?> GetNextAsync(PresentedKey refused, CancellationToken cancellationToken)
    {
        if (style == KeyStyle.Auto && refused is { IsAccepted: false, IsSecondStyle: false })
            return refused.InOtherStyle();

        var secret = await _secret.RefreshAsync(refused.Secret, cancellationToken);
        if (secret.ApiKey == refused.Secret.ApiKey)
        {
            // The next caller starts with the likelier style again, so that one wrong refusal does not last. It starts
            // with the secret that was read last, so that its own refusal reads the secret again.
            _current = refused.IsAccepted ? refused.WithSecret(secret) : InLikelierStyle(secret);
            return null;
        }

        return _current = InLikelierStyle(secret);
    }

    private PresentedKey InLikelierStyle(WorkloadSecuritySecret secret) => new(secret, style switch
    {
        KeyStyle.Auto => LooksLegacy(secret.ApiKey) ? KeyStyle.Legacy : KeyStyle.ApiKey,
        _ => style,
    });

    private static bool LooksLegacy(string key)
    {
        var digits = key.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < key.Length && key[digits] == ':';
    }
}

/// <summary>A key and the header that presents it.</summary>
internal sealed class PresentedKey(WorkloadSecuritySecret secret, KeyStyle style)
{
    public WorkloadSecuritySecret Secret { get; } = secret;

    public bool IsAccepted { get; set; }

    public bool IsSecondStyle { get; private init; }

    /// <summary>The same key in the same style, from a secret that was read later.</summary>
    public PresentedKey WithSecret(WorkloadSecuritySecret later) =>
        new(later, style) { IsAccepted = IsAccepted, IsSecondStyle = IsSecondStyle };

    public PresentedKey InOtherStyle() =>
        new(Secret, style == KeyStyle.ApiKey ? KeyStyle.Legacy : KeyStyle.ApiKey) { IsSecondStyle = true };

    public void AddTo(HttpRequestMessage request)
    {
        var (name, value) = style == KeyStyle.Legacy
            ? ("api-secret-key", Secret.ApiKey)
            : ("Authorization", $"ApiKey {Secret.ApiKey}");
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
