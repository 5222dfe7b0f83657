using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>
/// Which failures are retryable. Reasons that the code does not show:
/// <list type="bullet">
/// <item><description>A 2xx with an unreadable body is retryable: something between us and the vendor
/// responded.</description></item>
/// <item><description>400, 403, 409, 412, 422 and 491 on connecting or modifying are retryable: the vendor enters the
/// account during the call, a new role cannot be assumed for a while, and the status of that refusal is not
/// published.</description></item>
/// <item><description>404 on an account is retryable: the account was removed since it was read. Every other 404 needs
/// an operator: the path is not that of the API.</description></item>
/// </list>
/// </summary>
internal static class CloudAccountsFailure
{
    private const string RemoteSystem = "Cloud Accounts";
    private const int MaximumName = 128;

    private const string CheckKey =
        "Check that the secret of CLOUD_ACCOUNTS_SECRET_ARN holds an active API key of Trend Vision One, not of Workload "
        + "Security, and that CLOUD_ACCOUNTS_REGION is the region of that key.";

    private const string CheckRight =
        "Check that the role of the Trend Vision One API key may view, add, edit and delete Cloud Accounts.";

    private const string CheckEndpoint =
        "Check CLOUD_ACCOUNTS_REGION, CLOUD_ACCOUNTS_API_URL and CLOUD_ACCOUNTS_PATH_PREFIX: the address is not that of "
        + "the API.";

    private const string CheckFirewall =
        "A page responded instead of the API: check that no web firewall or proxy between the function and the host of Cloud "
        + "Accounts refuses its requests.";

    private const string CheckConnection =
        "If this continues, check that role VisionOneRole of the account is unchanged and that no policy of the "
        + "organization denies it, that CLOUD_ACCOUNTS_BUSINESS_ID and CLOUD_ACCOUNTS_INSTANCE_ID are those of the key's "
        + "tenant, and that the key's role may add and edit Cloud Accounts.";

    /// <param name="call">The call.</param>
    /// <param name="status">The HTTP status, or null if no response came.</param>
    /// <param name="code">The vendor's code; null if it gave none.</param>
    public static (FailureKind Kind, string? Advice) Classify(
        CloudAccountsCall call, int? status, string? code) => status switch
        {
            // The caller reads the connection and compares. The status of this refusal is not published.
            _ when code == CloudAccountsException.AccountExists => (FailureKind.Retryable, CheckConnection),
            null or 408 or 429 or >= 500 or (>= 200 and < 300) => (FailureKind.Retryable, null),
            401 => (FailureKind.NeedsOperator, CheckKey),
            400 or 403 or 409 or 412 or 422 or 491 when call.EntersAccount => (FailureKind.Retryable, CheckConnection),
            403 => (FailureKind.NeedsOperator, call.ChecksKey ? CheckKey : CheckRight),
            404 when call.Account is not null => (FailureKind.Retryable, null),
            412 or 491 => (FailureKind.Retryable, null),
            _ => (FailureKind.NeedsOperator, CheckEndpoint),
        };

    /// <summary>
    /// Whether the vendor as a whole fails, so that no other call should be made for a while. A 500 on connecting may be
    /// the fault of one role.
    /// </summary>
    public static bool ConcernsEveryCall(CloudAccountsCall call, int? status, string? code) => status switch
    {
        _ when code == CloudAccountsException.AccountExists => false,
        null or 429 or > 500 => true,
        408 or 500 => !call.EntersAccount,
        _ => false,
    };

    /// <summary>A call with an unexpected response, or without a response.</summary>
    public static CloudAccountsException Create(
        CloudAccountsCall call, int? status, string detail, VendorError? error = null, Exception? cause = null)
    {
        // A page is not the vendor's verdict, on the key or on anything else. 404 can mean that the address is wrong.
        var (kind, advice) = error is { IsPage: true } && status is >= 400 and < 500 and not 404
            ? (FailureKind.Retryable, CheckFirewall)
            : Classify(call, status, error?.Code);
        var response = status is { } number ? $"responded with {number}" : "did not respond";
        var subject = call.Account is { } account ? $" for {account}" : "";
        return new CloudAccountsException($"Cloud Accounts {response} to {call.Operation}{subject}{detail}", cause)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Status = status,
            Code = error?.Code,
            OuterCode = error?.OuterCode,
            IsPage = error is { IsPage: true },
            RequestId = error?.TraceId,
            RetryAfter = error?.RetryAfter,
            Kind = kind,
            IsUncertain = kind == FailureKind.NeedsOperator && status is 401 or 403 or 404,
            Advice = advice,
        };
    }

    /// <summary>A 404 on an account without the code for it: the path is not that of the API.</summary>
    public static CloudAccountsException WrongPath(CloudAccountsCall call, CloudAccountsException notFound) =>
        new(notFound.Message, null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Status = notFound.Status,
            Code = notFound.Code,
            RequestId = notFound.RequestId,
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Advice = CheckEndpoint,
        };

    /// <summary>A call that was not made because it would have had to wait for too long.</summary>
    public static CloudAccountsException NoBudget(CloudAccountsCall call, TimeSpan wait) =>
        new($"{call.Operation} was not called: this process has used up its share of the calls to Cloud Accounts, "
            + $"or the vendor asked it to wait, for another {Math.Ceiling(wait.TotalSeconds):0} s", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Kind = FailureKind.Retryable,
            RetryAfter = wait,
            WasSent = false,
        };

    /// <summary>
    /// A call that was not made because the invocation is over: by now, another process can do the same work.
    /// </summary>
    public static CloudAccountsException NoTime(CloudAccountsCall call) =>
        new($"{call.Operation} was not called: the invocation is over", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Kind = FailureKind.Retryable,
            WasSent = false,
        };

    /// <summary>
    /// The host, its certificate or a proxy is the cause. It is retryable, because the network can have such a fault; but
    /// usually a setting is wrong, so a walk does not repeat the call until its time is over.
    /// </summary>
    public static CloudAccountsException NetworkSetup(CloudAccountsCall call, MissingResponse missing) =>
        new($"Cloud Accounts did not respond to {call.Operation}: {missing.Why}", missing.Cause)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Kind = FailureKind.Retryable,
            IsUncertain = true,
            Advice = "Check CLOUD_ACCOUNTS_REGION and CLOUD_ACCOUNTS_API_URL, and HTTPS_PROXY and NO_PROXY if they are set. If a proxy "
                + "inspects TLS, put its CA certificate into the bundle that SSL_CERT_FILE names.",
        };

    /// <summary>A call that was not made because the vendor refused the key too often.</summary>
    public static CloudAccountsException NoSignIn(CloudAccountsCall call) =>
        new($"{call.Operation} was not called: Cloud Accounts refused the API key (401) several times, and more attempts could "
            + "lock it. A key that is changed in the secret is used at once, and the same key is tried again after 15 minutes", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Account,
            Status = 401,
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Advice = CheckKey,
            WasSent = false,
        };

    /// <summary>The vendor accepted a connection and does not have it.</summary>
    public static CloudAccountsException NotConnected(string account) =>
        new($"Cloud Accounts accepted POST /awsAccounts for {account}, but has no such account", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = "POST /awsAccounts",
            Resource = account,
            Kind = FailureKind.Retryable,
            Advice = CheckConnection,
        };

    /// <summary>A role of the vendor's name that another owner created, or uses for something else too.</summary>
    public static CloudAccountsException ForeignRole(string roleArn, IReadOnlyList<string> foreign) => NeedsOperator(
        "CreateRole",
        $"role {roleArn} was not created by this program and has {string.Join(", ", foreign)}, "
        + "which the vendor would get with it",
        "Remove these from the role if it is for Trend Vision One alone; otherwise rename the other role: the vendor needs "
        + "the name.");

    /// <summary>A role of the vendor's name under a path. IAM has only one role of a name in an account.</summary>
    public static CloudAccountsException RoleElsewhere(string roleArn, string expectedArn) => NeedsOperator(
        "GetRole",
        $"role {roleArn} has the vendor's name under another path; expected {expectedArn}, and an account has only one role of a name",
        "Delete or rename the role under the path: the vendor needs the name.");

    /// <summary>
    /// The role of another stack in an account without a connection. The stack connects the account at its end, so it may
    /// still be under way.
    /// </summary>
    public static CloudAccountsException RoleNotConnected(string roleArn, string stack) =>
        new($"role {roleArn} is of CloudFormation stack {OutsideText.Clean(stack, MaximumName)}, but the account is not connected to Cloud "
            + "Accounts with it", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = "GetRole",
            Kind = FailureKind.NeedsOperator,
            IsUncertain = true,
            Advice = "Cloud Accounts does not protect the account. Connect it with this stack in Trend Vision One; or delete the stack if it "
                + "is no longer used; or set CLOUD_ACCOUNTS_FOREIGN to take-over, then this program uses the role.",
        };

    /// <summary>A role of ours that another owner changed.</summary>
    public static CloudAccountsException WidenedRole(string roleArn, IReadOnlyList<string> foreign) => NeedsOperator(
        "GetRole",
        $"role {roleArn} has {string.Join(", ", foreign)}, which this program did not add: the vendor may do more, or less, "
        + "than it should",
        "Find out who changed the role, and remove these from it. The next reconcile then finds the account protected.");

    /// <summary>A fault that is found before or after a call.</summary>
    public static CloudAccountsException NeedsOperator(string operation, string message, string advice) =>
        new(message, null)
        {
            RemoteSystem = RemoteSystem,
            Operation = operation,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };
}
