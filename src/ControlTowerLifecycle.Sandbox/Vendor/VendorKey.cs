using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>The headers that a key is accepted in.</summary>
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

/// <summary>An API key of the tenant.</summary>
/// <param name="id">1 for the key that the tenant begins with.</param>
/// <param name="name">The name of the key.</param>
/// <param name="styles">The headers that it is accepted in.</param>
internal sealed class VendorKey(int id, string name, KeyStyles styles)
{
    private int _generation = 1;

    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The role of the key: 1 is Full Access.</summary>
    public int RoleId { get; init; } = 1;

    public KeyStyles Styles { get; set; } = styles;

    /// <summary>A deleted key is not accepted, and not listed.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>If false, the API returns 401.</summary>
    public bool Active { get; set; } = true;

    /// <summary>From then on the API returns 401; null if the key does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>The current secret. As with the vendor's keys, its format shows its style.</summary>
    public string Secret => CreateSecret(Volatile.Read(ref _generation));

    /// <summary>Creates a new secret. The old secret stops working immediately.</summary>
    public string Rotate() => CreateSecret(Interlocked.Increment(ref _generation));

    /// <summary>True if the request has the current secret in an accepted header.</summary>
    public bool Accepts(HttpRequest request, DateTimeOffset now)
    {
        const string scheme = "ApiKey ";
        var authorization = request.Headers.Authorization.ToString();
        var asApiKey = Styles.HasFlag(KeyStyles.ApiKey)
            && authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization[scheme.Length..] == Secret;
        var asLegacy = Styles.HasFlag(KeyStyles.Legacy) && request.Headers["api-secret-key"] == Secret;
        return (asApiKey || asLegacy) && Active && (ExpiresAt is not { } end || now < end);
    }

    private string CreateSecret(int number) => Styles == KeyStyles.Legacy
        ? $"2:{AwsNames.Unique("legacy key", $"{Id}/{number}", 43)}="
        : $"tmc1{AwsNames.Unique("key id", "1", 23)}:{AwsNames.Unique("api key", $"{number}", 64)}";
}
