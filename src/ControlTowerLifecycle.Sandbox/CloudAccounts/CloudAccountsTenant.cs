using System.Collections.Concurrent;
using System.Net;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>
/// A Trend Vision One tenant with its connected AWS accounts. What the vendor does not publish is a property, so that a
/// test can try each possibility.
/// </summary>
internal sealed class CloudAccountsTenant(TimeProvider time)
{
    /// <summary>The name of the service in faults and logs.</summary>
    public const string Name = "cloud-accounts";

    /// <summary>The region of Trend Vision One.</summary>
    public const string Region = "eu";

    /// <summary>The host of the tenant's OIDC provider.</summary>
    public const string OidcHost = $"cloudaccounts-{Region}.xdr.trendmicro.com";

    public const string BusinessId = "5f8a1c2e-3b4d-4e6f-8a9b-0c1d2e3f4a5b";

    /// <summary>An instance of Server &amp; Workload Protection, which the tenant has if a test adds it.</summary>
    public const string InstanceId = "7d0f6a51-92c4-4b77-9a35-1f2e8c6b4d10";

    /// <summary>The role of the vendor's manual in each account.</summary>
    public const string RoleName = "VisionOneRole";

    private readonly ConcurrentDictionary<string, bool> _forbidden = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HttpStatusCode> _pages = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, CloudAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>The managed policies of the vendor's manual in each account.</summary>
    public static IReadOnlyList<string> PolicyNames { get; } =
        ["VisionOnePolicyPart1", "VisionOnePolicyPart2", "VisionOnePolicyPart3"];

    /// <summary>The subject of the tenant's tokens.</summary>
    public static string Subject => $"urn:visionone:identity:{Region}:{BusinessId}:account/{BusinessId}";

    /// <summary>The API key: a JSON web token.</summary>
    public string Key { get; } =
        $"eyJhbGciOiJSUzI1NiJ9.{AwsNames.Unique("vision one key", "1", 120)}.{AwsNames.Unique("signature", "1", 86)}";

    /// <summary>If false, every call returns 401.</summary>
    public bool IsKeyActive { get; set; } = true;

    public CallRateLimit Throttle { get; } = new(time);

    public CallLog Calls { get; } = new();

    /// <summary>Why roles could not be assumed. Responses do not contain it.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>The ids of the features that exist.</summary>
    public IReadOnlyList<string> Features { get; set; } =
        ["cloud-sentry", "container-security", "cloud-conformance", "file-storage-security"];

    /// <summary>
    /// The instances of Server &amp; Workload Protection. If there is one, each new connection must name one of them.
    /// </summary>
    public IReadOnlyList<string> InstanceIds { get; set; } = [];

    /// <summary>Entries in a page at most, whatever <c>top</c> says; null if <c>top</c> decides.</summary>
    public int? PageSize { get; set; }

    /// <summary>The status of a second POST for an account: 400 or 491 are likely.</summary>
    public HttpStatusCode DuplicateStatus { get; set; } = (HttpStatusCode)491;

    /// <summary>The status if the role cannot be assumed: 400, 403 and 491 are possible.</summary>
    public HttpStatusCode RoleStatus { get; set; } = HttpStatusCode.BadRequest;

    /// <summary>Whether 201 has the account as its body. Usually it has none.</summary>
    public bool HasCreatedBody { get; set; }

    /// <summary>If true, a list is <c>{}</c> with status 200.</summary>
    public bool ListsWithoutItems { get; set; }

    /// <summary>The links to a next page that the next lists have instead of their own.</summary>
    public ConcurrentQueue<string> NextLinks { get; } = new();

    /// <summary>The time after a connection in which its state is <c>connected</c>.</summary>
    public TimeSpan SynchronizationTime { get; set; }

    /// <summary>If true, the vendor replaces the name of an account by its alias.</summary>
    public bool RewritesNames { get; set; } = true;

    /// <summary>Sent with 429; null sends no Retry-After.</summary>
    public TimeSpan? RetryAfter { get; set; }

    public IReadOnlyList<CloudAccount> Accounts
    {
        get { lock (_gate) return [.. _accounts.Values]; }
    }

    public CloudAccount? Find(string id)
    {
        lock (_gate)
            return _accounts.GetValueOrDefault(id);
    }

    /// <summary>Changes an account atomically.</summary>
    /// <param name="id">The AWS account id.</param>
    /// <param name="change">The old value, null if there is none, to the new one, null to remove it.</param>
    public void Change(string id, Func<CloudAccount?, CloudAccount?> change)
    {
        lock (_gate)
        {
            if (change(_accounts.GetValueOrDefault(id)) is { } changed)
                _accounts[id] = changed;
            else
                _accounts.Remove(id);
        }
    }

    /// <summary>Adds an account without a check, as if another way had connected it.</summary>
    public void Seed(CloudAccount account) => Change(account.Id, _ => account);

    /// <summary>Removes a right of the key: the operation returns 403, for example <c>POST /awsAccounts</c>.</summary>
    public void Forbid(string operation) => _forbidden[operation] = true;

    public bool IsForbidden(string operation) => _forbidden.ContainsKey(operation);

    /// <summary>
    /// A web firewall between the caller and the API responds to an operation with a page. The API does not receive the call.
    /// </summary>
    public void Block(string operation, HttpStatusCode status) => _pages[operation] = status;

    /// <summary>The firewall lets the calls of an operation pass.</summary>
    public void Unblock(string operation) => _pages.TryRemove(operation, out _);

    /// <summary>The status of the page with which an operation is blocked; null if it is not.</summary>
    public HttpStatusCode? BlockedWith(string operation) => _pages.TryGetValue(operation, out var status) ? status : null;

    /// <summary>The tenant as lines of text for a snapshot.</summary>
    public IEnumerable<string> Describe() => Accounts.Select(account =>
        $"account {account.Id}: Cloud Accounts {account.Name}, role {account.RoleArn}, version {account.Version}, services "
        + $"{account.ConnectedSecurityServices.ToJsonString()}, features {account.Features.ToJsonString()}");
}
