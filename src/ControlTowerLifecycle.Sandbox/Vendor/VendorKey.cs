using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>The header in which a key is accepted.</summary>
[Flags]
internal enum KeyStyles
{
    /// <summary><c>Authorization: ApiKey …</c>.</summary>
    ApiKey = 1,

    /// <summary><c>api-secret-key: …</c>.</summary>
    Legacy = 2,

    /// <summary>Either.</summary>
    Both = ApiKey | Legacy,
}

/// <summary>The tenant's one API key.</summary>
internal sealed class VendorKey(KeyStyles styles)
{
    private int _generation = 1;

    public KeyStyles Styles { get; set; } = styles;

    /// <summary>A key that an administrator has switched off is refused with 401.</summary>
    public bool Active { get; set; } = true;

    /// <summary>A key past this is refused with 401; null where it never ends.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The secret that is good now. Its look tells its style, as with the vendor's own keys.</summary>
    public string Secret => SecretOf(Volatile.Read(ref _generation));

    /// <summary>Makes a new secret; the old one stops working at once.</summary>
    public string Rotate() => SecretOf(Interlocked.Increment(ref _generation));

    /// <summary>Whether the request carries the good secret in an accepted header.</summary>
    public bool Opens(HttpRequest request, DateTimeOffset now)
    {
        const string scheme = "ApiKey ";
        var authorization = request.Headers.Authorization.ToString();
        var asApiKey = Styles.HasFlag(KeyStyles.ApiKey)
            && authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[scheme.Length..] == Secret;
        var asLegacy = Styles.HasFlag(KeyStyles.Legacy) && request.Headers["api-secret-key"] == Secret;
        return (asApiKey || asLegacy) && Active && (ExpiresAt is not { } end || now < end);
    }

    private string SecretOf(int number) => Styles == KeyStyles.Legacy
        ? $"2:{AwsNames.Unique("legacy key", $"{number}", 43)}="
        : $"tmc1{AwsNames.Unique("key id", "1", 23)}:{AwsNames.Unique("api key", $"{number}", 64)}";
}
