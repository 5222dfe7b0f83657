using System.Collections.Concurrent;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// What GET /awsconnectorsettings answers while the retrieval of the external id is
/// switched off, which no document says.
/// </summary>
internal enum DisabledRetrievalResponse
{
    Forbidden,
    Missing,
    Null,
    Empty,
}

/// <summary>The vendor's tenant: its connectors, its external id, its key, and what a test can do to them.</summary>
internal sealed class SandboxVendor(KeyStyles styles, TimeProvider time)
{
    /// <summary>The service's name in faults, observations and the log.</summary>
    public const string Name = "workload-security";

    /// <summary>The vendor's AWS account, which assumes connector roles.</summary>
    public const string AwsAccountId = "147995105371";

    private readonly ConcurrentDictionary<string, bool> _forbidden = new(StringComparer.Ordinal);
    private int _externalIds = 1;

    public ConnectorStore Connectors { get; } = new();

    public VendorKey Key { get; } = new(styles);

    public CallRateLimit Throttle { get; } = new(time);

    public CallLog Calls { get; } = new();

    /// <summary>Why roles could not be assumed. The answers do not say.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>The tenant's external id, which the vendor sends with every AssumeRole.</summary>
    public string ExternalId => ExternalIdOf(Volatile.Read(ref _externalIds));

    /// <summary>Whether the API gives the external id out; an administrator may switch it off, and should.</summary>
    public bool ExternalIdRetrieval { get; set; } = true;

    /// <summary>How it withholds the external id then.</summary>
    public DisabledRetrievalResponse Withheld { get; set; }

    /// <summary>Sent with a 429; null sends none.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>The external id of the tenant before any change.</summary>
    public static string FirstExternalId => ExternalIdOf(1);

    /// <summary>
    /// Gives the tenant another external id: roles that trust the old one cannot be assumed any more.
    /// </summary>
    public string ChangeExternalId() => ExternalIdOf(Interlocked.Increment(ref _externalIds));

    /// <summary>
    /// Takes a permission from the key: the operation answers 403, for example <c>GET /awsconnectorsettings</c>.
    /// </summary>
    public void Forbid(string operation) => _forbidden[operation] = true;

    public void Permit(string operation) => _forbidden.TryRemove(operation, out _);

    public bool IsForbidden(string operation) => _forbidden.ContainsKey(operation);

    /// <summary>Puts a connector there as if somebody had made it in the console: nobody tries the role.</summary>
    public SandboxConnector Seed(string accountId, string displayName, string roleArn, string? ownExternalId = null) =>
        Connectors.Add(id => new SandboxConnector
        {
            Id = id,
            AccountId = accountId,
            DisplayName = displayName,
            CrossAccountRoleArn = roleArn,
            OwnExternalId = ownExternalId,
            LastSync = time.GetUtcNow(),
        });

    /// <summary>
    /// The tenant as lines of text, for a comparison of two moments; the time of the last sync and
    /// the key's secret are left out.
    /// </summary>
    public IEnumerable<string> Describe() => Connectors.All
        .Select(connector => $"account {connector.AccountId}: connector {connector with { LastSync = null }}")
        .Append($"vendor: external id {ExternalId}, retrieval {ExternalIdRetrieval}");

    private static string ExternalIdOf(int number)
    {
        var digits = AwsNames.Unique("external id", $"{number}", 30);
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }
}
