namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The API key in the style that the tenant takes. It is read once a process. A refusal leads, at most, to the other
/// style, then to the secret read again and both styles of what it holds by then; an unchanged key is never tried twice
/// the same way.
/// </summary>
internal sealed class ApiKeySource(Func<CancellationToken, Task<string>> readSecret, KeyStyle style)
{
    private readonly SharedValue<WorkloadSecuritySecret> _secret =
        new(async token => WorkloadSecuritySecret.Parse(await readSecret(token)));

    private volatile PresentedKey? _current;

    /// <summary>The secret as it was last read.</summary>
    public Task<WorkloadSecuritySecret> SecretAsync(CancellationToken cancellationToken) =>
        _secret.GetAsync(cancellationToken);

    /// <summary>The secret as it is now, read once more for all who found the same one wanting.</summary>
    public Task<WorkloadSecuritySecret> SecretAgainAsync(
        WorkloadSecuritySecret wanting, CancellationToken cancellationToken) =>
        _secret.RefreshAsync(wanting, cancellationToken);

    /// <summary>The key to present.</summary>
    public async Task<PresentedKey> GetAsync(CancellationToken cancellationToken) =>
        _current ??= First(await _secret.GetAsync(cancellationToken));

    /// <summary>
    /// The key was taken, so its style is right for good. A late answer to an older key brings that one not back.
    /// </summary>
    public void Accepted(PresentedKey key)
    {
        key.IsAccepted = true;
        if (ReferenceEquals(_current?.Secret, key.Secret))
            _current = key;
    }

    /// <summary>What to present after a refusal, or null where nothing is left to try.</summary>
    public async Task<PresentedKey?> AfterRefusalAsync(PresentedKey refused, CancellationToken cancellationToken)
    {
        if (style == KeyStyle.Auto && refused is { IsAccepted: false, IsSecondStyle: false })
            return refused.InOtherStyle();

        var secret = await _secret.RefreshAsync(refused.Secret, cancellationToken);
        if (secret.ApiKey == refused.Secret.ApiKey)
        {
            // Given up: the next caller starts from the likelier style again, so that one wrong refusal does not stick;
            // and from the secret as it was read last, so that its next refusal has it read again.
            _current = refused.IsAccepted ? refused.ReadAgain(secret) : First(secret);
            return null;
        }

        return _current = First(secret);
    }

    private PresentedKey First(WorkloadSecuritySecret secret) => new(secret, style switch
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

/// <summary>A key and the header it goes into.</summary>
internal sealed class PresentedKey(WorkloadSecuritySecret secret, KeyStyle style)
{
    public WorkloadSecuritySecret Secret { get; } = secret;

    public bool IsAccepted { get; set; }

    public bool IsSecondStyle { get; private init; }

    /// <summary>The same key in the same style, from a secret that was read later.</summary>
    public PresentedKey ReadAgain(WorkloadSecuritySecret later) =>
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
