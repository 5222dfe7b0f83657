using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// The API key in the style that the tenant accepts. A process reads the secret at first use, again when it is 15 minutes
/// old, and before each walk. After a refusal it tries the other style, then reads the secret again and tries both styles
/// of a key that was changed there. It presents a refused key four times at most, and then once in 15 minutes in each style.
/// </summary>
internal sealed class ApiKeySource
{
    /// <summary>A key that was replaced is not used for longer, although it still works.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(15);

    /// <summary>All refused sign-ins of one process with one version of the secret.</summary>
    public const int MaximumRefusals = 4;

    /// <summary>A walk does not read a secret again that was just read.</summary>
    private static readonly TimeSpan JustRead = TimeSpan.FromSeconds(10);

    private readonly KeyStyle _style;
    private readonly TimeProvider _time;
    private readonly SharedValue<WorkloadSecuritySecret> _secret;
    private long _readAt;
    private volatile PresentedKey? _current;

    public ApiKeySource(Func<CancellationToken, Task<string>> readSecret, KeyStyle style, TimeProvider time)
    {
        (_style, _time) = (style, time);
        _secret = new(async token =>
        {
            var secret = WorkloadSecuritySecret.Parse(await readSecret(token));
            Volatile.Write(ref _readAt, time.GetUtcNow().UtcTicks);
            return secret;
        });
    }

    private TimeSpan Age => TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks - Volatile.Read(ref _readAt));

    /// <summary>The secret as it was last read.</summary>
    public Task<WorkloadSecuritySecret> GetSecretAsync(CancellationToken cancellationToken) =>
        _secret.GetAsync(cancellationToken);

    /// <summary>The secret, read again once for all callers that received <paramref name="stale"/>.</summary>
    public Task<WorkloadSecuritySecret> RefreshSecretAsync(
        WorkloadSecuritySecret stale, CancellationToken cancellationToken) =>
        _secret.RefreshAsync(stale, cancellationToken);

    /// <summary>The key to present.</summary>
    public async Task<PresentedKey> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var secret = await _secret.GetAsync(cancellationToken);
            return Use(Age < MaximumAge ? secret : await _secret.RefreshAsync(secret, cancellationToken));
        }
        catch (RemoteSystemException failed) when (failed.Kind == FailureKind.Retryable && _current is not null)
        {
            // As far as is known, the key is still right.
            return _current;
        }
    }

    /// <summary>Reads the secret again before a walk, so that the walk reports the key of today.</summary>
    public async Task RereadAsync(CancellationToken cancellationToken)
    {
        var secret = await _secret.GetAsync(cancellationToken);
        if (Age >= JustRead)
            await _secret.RefreshAsync(secret, cancellationToken);
    }

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
        if (_style == KeyStyle.Auto && refused is { IsAccepted: false, IsSecondStyle: false })
            return refused.InOtherStyle();

        var secret = await _secret.RefreshAsync(refused.Secret, cancellationToken);
        if (secret.ApiKey == refused.Secret.ApiKey)
        {
            // The next caller starts with the likelier style again, so that one wrong refusal does not last. It starts
            // with the secret that was read last, so that its own refusal reads the secret again.
            _current = refused.IsAccepted || !refused.IsSecondStyle
                ? refused.WithSecret(secret)
                : refused.InOtherStyle().WithSecret(secret);
            return null;
        }

        return _current = InLikelierStyle(secret);
    }

    /// <summary>The key of a secret that was read. Its style and its refused sign-ins are kept if the key is the
    /// same.</summary>
    private PresentedKey Use(WorkloadSecuritySecret secret)
    {
        var current = _current;
        if (current is null || current.Secret.ApiKey != secret.ApiKey)
            return _current = InLikelierStyle(secret);

        return ReferenceEquals(current.Secret, secret) ? current : _current = current.WithSecret(secret);
    }

    private PresentedKey InLikelierStyle(WorkloadSecuritySecret secret) => _style == KeyStyle.Auto
        ? new(
            secret,
            LooksLegacy(secret.ApiKey) ? KeyStyle.Legacy : KeyStyle.ApiKey,
            new SignInLimit(MaximumRefusals / 2),
            new SignInLimit(MaximumRefusals / 2))
        : new(secret, _style, new SignInLimit(MaximumRefusals), null);

    /// <summary>Whether a key looks like one of the console: digits, a colon and Base64.</summary>
    public static bool LooksLegacy(string key)
    {
        var digits = key.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < key.Length && key[digits] == ':';
    }
}

/// <summary>A key and the header that presents it.</summary>
/// <param name="secret">The secret that holds it.</param>
/// <param name="style">The header.</param>
/// <param name="signIns">Limits how often it is presented in this style.</param>
/// <param name="otherSignIns">The same for the other style; null if it is not tried.</param>
internal sealed class PresentedKey(
    WorkloadSecuritySecret secret, KeyStyle style, SignInLimit signIns, SignInLimit? otherSignIns)
{
    public SignInLimit SignIns { get; } = signIns;

    public WorkloadSecuritySecret Secret { get; } = secret;

    public bool IsAccepted { get; set; }

    public bool IsSecondStyle { get; private init; }

    /// <summary>The same key in the same style, from a secret that was read later.</summary>
    public PresentedKey WithSecret(WorkloadSecuritySecret later) =>
        new(later, style, SignIns, otherSignIns) { IsAccepted = IsAccepted, IsSecondStyle = IsSecondStyle };

    public PresentedKey InOtherStyle() =>
        new(Secret, style == KeyStyle.ApiKey ? KeyStyle.Legacy : KeyStyle.ApiKey, otherSignIns ?? SignIns, SignIns)
        {
            IsSecondStyle = !IsSecondStyle,
        };

    public void AddTo(HttpRequestMessage request)
    {
        var (name, value) = style == KeyStyle.Legacy
            ? ("api-secret-key", Secret.ApiKey)
            : ("Authorization", $"ApiKey {Secret.ApiKey}");
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
