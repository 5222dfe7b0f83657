using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The response of GET /awsconnectorsettings if retrieval of the external ID is disabled. It is not documented, so
/// the sandbox has several possible ones.
/// </summary>
internal enum DisabledRetrievalResponse
{
    Forbidden,
    Missing,
    Null,
    Empty,
}

/// <summary>The vendor's tenant: connectors, external ID and API key, with methods for tests to change them.</summary>
internal sealed class SandboxVendor(KeyStyles styles, TimeProvider time)
{
    /// <summary>The name of the service in faults and logs.</summary>
    public const string Name = "workload-security";

    /// <summary>The vendor's AWS account. It assumes the connector roles.</summary>
    public const string AwsAccountId = "147995105371";

    private readonly ConcurrentDictionary<string, bool> _forbidden = new(StringComparer.Ordinal);
    private int _externalIds = 1;

    public ConnectorStore Connectors { get; } = new();

    public VendorKeys Keys { get; } = new(styles);

    /// <summary>The key that the tenant begins with.</summary>
    public VendorKey Key => Keys.First;

    public CallRateLimit Throttle { get; } = new(time);

    public CallLog Calls { get; } = new();

    /// <summary>The reasons why roles could not be assumed. The responses do not contain them.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>The tenant's external ID. The vendor sends it with AssumeRole.</summary>
    public string ExternalId => CreateExternalId(Volatile.Read(ref _externalIds));

    /// <summary>
    /// True if a connector uses the external ID with which it was last created or modified, false if the ID of all
    /// connectors changes with the tenant's: neither is documented.
    /// </summary>
    public bool ConnectorsKeepExternalId { get; set; }

    /// <summary>The external ID that the vendor sends for a connector.</summary>
    public string ExternalIdOf(SandboxConnector connector) =>
        connector.OwnExternalId ?? (ConnectorsKeepExternalId ? connector.RegisteredExternalId : null) ?? ExternalId;

    /// <summary>What <see cref="ChangeExternalId"/> returns next.</summary>
    public string NextExternalId => CreateExternalId(Volatile.Read(ref _externalIds) + 1);

    /// <summary>True if the API returns the external ID. An administrator can disable it.</summary>
    public bool ExternalIdRetrieval { get; set; } = true;

    /// <summary>The response if <see cref="ExternalIdRetrieval"/> is false.</summary>
    public DisabledRetrievalResponse DisabledRetrieval { get; set; }

    /// <summary>
    /// If true, a second connector for an account is refused with 409, otherwise it is created: neither is documented.
    /// </summary>
    public bool RefusesSecondConnector { get; set; }

    /// <summary>Sent with 429; null sends no Retry-After.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The external ID before the first change.</summary>
    public static string FirstExternalId => CreateExternalId(1);

    /// <summary>
    /// Changes the tenant's external ID. The vendor can no longer assume roles that trust the old one.
    /// </summary>
    public string ChangeExternalId() => CreateExternalId(Interlocked.Increment(ref _externalIds));

    /// <summary>
    /// Removes a permission of the key: the operation returns 403, for example <c>GET /awsconnectorsettings</c>.
    /// </summary>
    public void Forbid(string operation) => _forbidden[operation] = true;

    public void Permit(string operation) => _forbidden.TryRemove(operation, out _);

    public bool IsForbidden(string operation) => _forbidden.ContainsKey(operation);

    /// <summary>Adds a connector without a check of its role, as if it had been created in the console.</summary>
    public SandboxConnector Seed(string accountId, string displayName, string roleArn, string? ownExternalId = null) =>
        Connectors.Add(id => new SandboxConnector
        {
            Id = id,
            AccountId = accountId,
            DisplayName = displayName,
            CrossAccountRoleArn = roleArn,
            OwnExternalId = ownExternalId,
            RegisteredExternalId = ExternalId,
            LastSync = time.GetUtcNow(),
        });

    /// <summary>
    /// The tenant as lines of text for a snapshot, without the time of the last sync and the secret of the key.
    /// </summary>
    public IEnumerable<string> Describe() => Connectors.All
        .Select(connector => $"account {connector.AccountId}: connector {connector with { LastSync = null }}")
        .Append($"vendor: external id {ExternalId}, retrieval {ExternalIdRetrieval}");

    private static string CreateExternalId(int number)
    {
        var digits = AwsNames.Unique("external id", $"{number}", 30);
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }
}
