using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// Which failures are retryable. The API documents only 200, 403 and 404; the other statuses were seen, or must be
/// expected. Reasons that the code does not show:
/// <list type="bullet">
/// <item><description>200 with an unreadable body is retryable: something between us and the vendor
/// responded.</description></item>
/// <item><description>404 on the id of a connector is retryable: the connector was removed since it was read, and the
/// next attempt reads again. Every other 404 needs an operator: only calls on an id are documented to respond with it,
/// so the endpoint is not a Workload Security API.</description></item>
/// <item><description>400, 409 and 422 on registering or modifying are retryable: the vendor assumes the role during
/// the call, and a new role cannot be assumed for a while.</description></item>
/// </list>
/// </summary>
internal static class WorkloadSecurityFailure
{
    private const string RemoteSystem = "Workload Security";

    private const string CheckKey =
        "Check that the API key in the secret is active, and that its role may read and change AWS connectors and their "
        + "settings.";

    private const string CheckEndpoint = "Check WORKLOAD_SECURITY_ENDPOINT: it must name the API of the tenant's region.";

    private const string CheckFirewall =
        "A page responded instead of the API: check that no web firewall or proxy between the function and the host of "
        + "WORKLOAD_SECURITY_ENDPOINT refuses its requests.";

    private const string LeaveToCloudAccounts =
        "Leave the connector to Trend Vision One Cloud Accounts, with FOREIGN_CONNECTORS set to keep; or remove the AWS account "
        + "from Cloud Accounts first.";

    private const string CheckConnector =
        "If this continues, check that the vendor's account may assume the connector role, and that the external ID is "
        + "the tenant's. A resource control policy (RCP) that denies sts:AssumeRole to accounts outside the organization must "
        + "exempt the vendor's account by aws:PrincipalAccount.";

    /// <param name="method">The HTTP method.</param>
    /// <param name="on">What the call does to connectors.</param>
    /// <param name="status">The HTTP status, or null if no response came.</param>
    public static (FailureKind Kind, string? Advice) Classify(
        HttpMethod method, ConnectorCall on, int? status) => status switch
        {
            null or 408 or 429 or >= 500 or (>= 200 and < 300) => (FailureKind.Retryable, null),
            401 or 403 => (FailureKind.NeedsOperator, CheckKey),
            404 when on == ConnectorCall.ById => (FailureKind.Retryable, null),
            400 or 409 or 422 when MakesTheVendorAssumeTheRole(method, on) => (FailureKind.Retryable, CheckConnector),
            _ => (FailureKind.NeedsOperator, CheckEndpoint),
        };

    /// <summary>
    /// Whether the vendor as a whole fails, so that no other call should be made for a while. A 500 on registering or
    /// modifying may be the fault of one role, which the vendor assumes during the call.
    /// </summary>
    public static bool ConcernsEveryCall(HttpMethod method, ConnectorCall on, int? status) => status switch
    {
        null or 429 or > 500 => true,
        408 or 500 => !MakesTheVendorAssumeTheRole(method, on),
        _ => false,
    };

    /// <summary>A call with an unexpected response, or without a response.</summary>
    public static WorkloadSecurityException Create(
        WorkloadSecurityCall call, int? status, string detail, string? requestId, TimeSpan? retryAfter, Exception? cause,
        ErrorMeaning meaning = ErrorMeaning.Unknown)
    {
        var (kind, advice) = meaning switch
        {
            // It is not the vendor's verdict, on the key or on anything else. 404 can mean that the endpoint is wrong.
            ErrorMeaning.Page when status is >= 400 and < 500 and not 404 => (FailureKind.Retryable, CheckFirewall),
            ErrorMeaning.ManagedByCloudAccounts => (FailureKind.NeedsOperator, LeaveToCloudAccounts),
            _ => Classify(call.Method, call.On, status),
        };
        var response = status is { } code ? $"responded with {code}" : "did not respond";
        var subject = call.Resource is { } resource ? $" for {resource}" : "";
        return new WorkloadSecurityException(
            $"Workload Security {response} to {call.Operation}{subject}{detail}{Cause(call, meaning)}", cause)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Status = status,
            RequestId = requestId,
            Kind = kind,
            IsUncertain = kind == FailureKind.NeedsOperator && status is 401 or 403 or 404
                && meaning != ErrorMeaning.ManagedByCloudAccounts,
            RetryAfter = retryAfter,
            Advice = advice,
            Meaning = meaning,
        };
    }

    /// <summary>A call that was not made because it would have had to wait for too long.</summary>
    public static WorkloadSecurityException NoBudget(WorkloadSecurityCall call, TimeSpan wait) =>
        new($"{call.Operation} was not called: this process has used up its share of the calls to Workload Security, "
            + $"or the vendor asked it to wait, for another {Math.Ceiling(wait.TotalSeconds):0} s", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Kind = FailureKind.Retryable,
            RetryAfter = wait,
            WasSent = false,
        };

    /// <summary>A registration that was not sent because it came too long after the last look at the account.</summary>
    public static WorkloadSecurityException TooLate(WorkloadSecurityCall call) =>
        new($"{call.Operation} was not called: the account may have changed since it was observed", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Kind = FailureKind.Retryable,
            WasSent = false,
            IsTooLate = true,
        };

    /// <summary>
    /// A call that was not made because the invocation is over: by now, another process can do the same work.
    /// </summary>
    public static WorkloadSecurityException NoTime(WorkloadSecurityCall call) =>
        new($"{call.Operation} was not called: the invocation is over", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Kind = FailureKind.Retryable,
            WasSent = false,
        };

    /// <summary>The vendor refuses to register because of a connector that no search finds.</summary>
    public static WorkloadSecurityException ConnectorNotFound(WorkloadSecurityException refusal) =>
        new($"{refusal.Message}. No search by account or role finds this connector", refusal)
        {
            RemoteSystem = RemoteSystem,
            Operation = refusal.Operation,
            Resource = refusal.Resource,
            Status = refusal.Status,
            RequestId = refusal.RequestId,
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Meaning = refusal.Meaning,
            Advice = "Find the connector of the AWS account in the vendor's console, also in other tenants of the company, and remove "
                + "it there; or ask the vendor's support for it.",
        };

    /// <summary>The key may read connectors, but not change them.</summary>
    public static WorkloadSecurityException ReadOnlyKey(WorkloadSecurityException refusal) =>
        new($"the API key may read AWS connectors, but not change them: {refusal.Message}", refusal)
        {
            RemoteSystem = RemoteSystem,
            Operation = refusal.Operation,
            Status = refusal.Status,
            RequestId = refusal.RequestId,
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Advice = "Put a key into the secret whose role may change AWS connectors, for example Full Access.",
        };

    /// <summary>
    /// The name of the host is unknown, or its certificate is not trusted. It is retryable, because the network can have
    /// such a fault; but usually a setting is wrong, so a walk does not repeat the call until its time is over.
    /// </summary>
    public static WorkloadSecurityException NetworkSetup(WorkloadSecurityCall call, MissingResponse missing) =>
        new($"Workload Security did not respond to {call.Operation}: {missing.Why}", missing.Cause)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Kind = FailureKind.Retryable,
            IsUncertain = true,
            Advice = "Check WORKLOAD_SECURITY_ENDPOINT, and HTTPS_PROXY and NO_PROXY if they are set. If a proxy inspects TLS, put its CA "
                + "certificate into the bundle that SSL_CERT_FILE names.",
        };

    /// <summary>A call that was not made because the vendor refused the key too often.</summary>
    public static WorkloadSecurityException NoSignIn(WorkloadSecurityCall call) =>
        new($"{call.Operation} was not called: Workload Security refused the API key (401 or 403) several times, and more attempts could "
            + "lock it. A key that is changed in the secret is used at once, and the same key is tried again after 15 minutes", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Status = 401,
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Advice = CheckKey,
            WasSent = false,
        };

    /// <summary>A role of the connector role's name that another owner created, or uses for something else too.</summary>
    public static WorkloadSecurityException ForeignRole(string roleArn, IReadOnlyList<string> foreign) => NeedsOperator(
        "GetRole",
        $"Role {roleArn} was not created by this program and has {string.Join(", ", foreign)}, which the vendor would get with it",
        "Remove these from the role if it is for Workload Security alone; otherwise set CONNECTOR_ROLE_NAME to a name that no role has.");

    /// <summary>A role of the connector role's name under a path. IAM has only one role of a name in an account.</summary>
    public static WorkloadSecurityException RoleElsewhere(string roleArn, string expectedArn) => NeedsOperator(
        "GetRole",
        $"Role {roleArn} has the connector role's name under another path; expected {expectedArn}, and an account has only one role of a name",
        "Delete or rename the role under the path, or set CONNECTOR_ROLE_NAME to a name that no role has.");

    /// <summary>A role of ours that another owner changed.</summary>
    public static WorkloadSecurityException WidenedRole(string roleArn, IReadOnlyList<string> foreign) => NeedsOperator(
        "GetRole",
        $"Role {roleArn} has {string.Join(", ", foreign)}, which this program did not add: the vendor may do more, or less, than it should",
        "Find out who changed the role, and remove these from it. The next reconcile then finds the account protected. If the "
            + "boundary is one that was set by CONNECTOR_ROLE_PERMISSIONS_BOUNDARY before, set it again or delete it from the role.");

    /// <summary>A fault that is found before or after a call.</summary>
    public static WorkloadSecurityException NeedsOperator(string operation, string message, string advice) =>
        new(message, null)
        {
            RemoteSystem = RemoteSystem,
            Operation = operation,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };

    private static string Cause(WorkloadSecurityCall call, ErrorMeaning meaning) => meaning == ErrorMeaning.ManagedByCloudAccounts
        ? $". {(call.On == ConnectorCall.ById ? call.Resource : "A connector of the account")} is managed by Trend Vision One Cloud Accounts"
        : "";

    private static bool MakesTheVendorAssumeTheRole(HttpMethod method, ConnectorCall on) =>
        on != ConnectorCall.None && method == HttpMethod.Post;
}
