using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// Who can mend a failed call, in one table. The API documents only 200, 403 and 404; the rest is what it was seen or
/// must be expected to answer.
/// <list type="table">
/// <item><term>no answer, timeout, 408</term><description>retry</description></item>
/// <item><term>not called, for the budget of calls is used up</term><description>retry</description></item>
/// <item><term>401, 403</term><description>a person: the key is wrong, expired, or lacks the right</description></item>
/// <item><term>404 on a connector that is named by its id</term><description>retry: it was removed since it was seen; the
/// next look finds that out</description></item>
/// <item><term>other 404, also on registering</term><description>a person: the endpoint is not a Workload Security API, for
/// only calls on a connector's id are documented to answer it</description></item>
/// <item><term>429, 5xx</term><description>retry</description></item>
/// <item><term>400, 409, 422 on registering or modifying</term><description>retry: the vendor assumes the role while it
/// answers, and a role takes time to be assumable</description></item>
/// <item><term>200 with an answer that cannot be read</term><description>retry: something between us
/// answered</description></item>
/// <item><term>3xx and every other</term><description>a person</description></item>
/// </list>
/// </summary>
internal static class WorkloadSecurityFailure
{
    private const string RemoteSystem = "Workload Security";

    private const string CheckKey =
        "Check that the API key in the secret is active and its role may read and change AWS connectors and their settings.";

    private const string CheckEndpoint = "Check WORKLOAD_SECURITY_ENDPOINT: it must name the API of the tenant's region.";

    private const string CheckConnector =
        "If it lasts: check that the vendor's account may assume the connector role, and that the external ID is the tenant's.";

    /// <param name="method">The HTTP method.</param>
    /// <param name="on">What of a connector the call is on.</param>
    /// <param name="status">The HTTP status, or null where no answer came.</param>
    public static (FailureKind Kind, string? Advice) Classify(
        HttpMethod method, ConnectorCall on, int? status) => status switch
        {
            null or 408 or 429 or >= 500 or (>= 200 and < 300) => (FailureKind.Retryable, null),
            401 or 403 => (FailureKind.NeedsOperator, CheckKey),
            404 when on == ConnectorCall.ById => (FailureKind.Retryable, null),
            400 or 409 or 422 when on != ConnectorCall.None && method == HttpMethod.Post => (FailureKind.Retryable, CheckConnector),
            _ => (FailureKind.NeedsOperator, CheckEndpoint),
        };

    /// <summary>A call that was answered, but not as it should have been, or not at all.</summary>
    public static WorkloadSecurityException Of(
        WorkloadSecurityCall call, int? status, string detail, string? requestId, TimeSpan? retryAfter, Exception? cause)
    {
        var (kind, advice) = Classify(call.Method, call.On, status);
        var answer = status is { } code ? $"answered {code}" : "did not answer";
        return new WorkloadSecurityException(
            $"Workload Security {answer} to {call.Operation}{(call.Resource is { } on ? $" for {on}" : "")}{detail}", cause)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Status = status,
            RequestId = requestId,
            Kind = kind,
            RetryAfter = retryAfter,
            Advice = advice,
        };
    }

    /// <summary>A call that was not made: it would have had to wait for too long.</summary>
    public static WorkloadSecurityException NoBudget(WorkloadSecurityCall call, TimeSpan wait) =>
        new($"{call.Operation} was not called: this process has used up its share of the calls to Workload Security, "
            + $"or was told to wait, for another {Math.Ceiling(wait.TotalSeconds):0} s", null)
        {
            RemoteSystem = RemoteSystem,
            Operation = call.Operation,
            Resource = call.Resource,
            Kind = FailureKind.Retryable,
            RetryAfter = wait,
        };

    /// <summary>A role of the connector role's name that another owner created, or uses for something else too.</summary>
    public static WorkloadSecurityException ForeignRole(string roleArn, IReadOnlyList<string> foreign) => Person(
        "GetRole",
        $"Role {roleArn} was not created by this program and has {string.Join(", ", foreign)}, which the vendor would get with it",
        "Remove these from the role if it is for Workload Security alone; otherwise set CONNECTOR_ROLE_NAME to a name that no role has.");

    /// <summary>A role of ours that another owner changed.</summary>
    public static WorkloadSecurityException WidenedRole(string roleArn, IReadOnlyList<string> foreign) => Person(
        "GetRole",
        $"Role {roleArn} has {string.Join(", ", foreign)}, which this program did not add: the vendor may do more, or less, than it should",
        "Find out who changed the role, and remove these from it. The next reconcile then finds the account protected.");

    /// <summary>A fault that shows before or after a call and that only a person can mend.</summary>
    public static WorkloadSecurityException Person(string operation, string message, string advice) =>
        new(message, null)
        {
            RemoteSystem = RemoteSystem,
            Operation = operation,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };
}
