using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Classifies a failed call to AWS as retryable or as one that needs the operator, with advice. A pure function.
/// </summary>
/// <remarks>
/// In this order: an explicit deny needs the operator. No response, a throttle, or a code that a wait resolves is retryable. A code with advice needs the
/// operator. A 5xx, 408 or 429, or an unreadable response to a call that succeeded, is retryable. So is a 4xx without a code:
/// AWS always sends one, so a proxy or firewall responded. Everything else, for example an unknown code or a redirect, needs
/// the operator: nothing shows that a retry can succeed.
/// </remarks>
internal static class AwsFailure
{
    private const string CheckProxy =
        "The response has no error code of AWS: check that no proxy or firewall between the function and AWS refuses its requests.";

    /// <param name="service">The prefix of its IAM actions, for example <c>iam</c>.</param>
    /// <param name="operation">The name in the API reference, for example <c>CreateRole</c>.</param>
    /// <param name="status">The HTTP status; null if there was no response.</param>
    /// <param name="code">The error code; null if the response has none.</param>
    /// <param name="message">The message; null if the response has none.</param>
    public static (FailureKind Kind, string? Advice) Classify(
        string service, string operation, int? status, string? code, string? message = null) =>
        ExplicitDeny.Find(message) is { } deny ? (FailureKind.NeedsOperator, deny.Advice(Actions(service, operation)))
        : status is null || IsThrottling(code) || IsResolvedByWaiting(service, operation, code)
            ? (FailureKind.Retryable, LastingAdvice(service, operation, code))
        : Advice(service, operation, code) is { } advice ? (FailureKind.NeedsOperator, advice)
        : status is >= 500 or 408 or 429 or (>= 200 and < 300) ? (FailureKind.Retryable, null)
        : IsOfAProxy(status, code) ? (FailureKind.Retryable, CheckProxy)
        : (FailureKind.NeedsOperator, $"Look up {code ?? $"HTTP {status}"} in the API reference of {service}:{operation}; "
            + "AWS Support can find the call by its request ID.");

    /// <summary>Whether a proxy or firewall responded: AWS sends a code with each refusal.</summary>
    public static bool IsOfAProxy(int? status, string? code) => code is null && status is >= 400 and < 500 and not (408 or 429);

    /// <summary>
    /// Whether a refusal that needs the operator can be momentary. IAM takes minutes to make a new role, session or policy
    /// known everywhere, and that a policy was detached or deleted: then DeleteRole still finds it. An explicit deny was read from
    /// a policy that exists, so it is certain.
    /// </summary>
    public static bool IsUncertain(string? code, string? message) =>
        code is "AccessDenied" or "AccessDeniedException" or "AuthorizationError" or "UnauthorizedOperation"
            or "KmsAccessDenied" or "KMSAccessDenied" or "KMSAccessDeniedException"
            or "InvalidClientTokenId" or "UnrecognizedClientException" or "DeleteConflict"
        && ExplicitDeny.Find(message) is null;

    /// <summary>
    /// Whether AWS itself says that the call failed: a 4xx or 5xx with a code of AWS. An error without a code can come from a
    /// proxy that has passed the request on, and after 408 the service can still complete the call.
    /// </summary>
    public static bool HadNoEffect(int status, string? code) =>
        status is >= 400 and not 408 && code is not (null or "RequestTimeout" or "RequestTimeoutException");

    private static bool IsThrottling(string? code) => code is
        "Throttling" or "ThrottlingException" or "Throttled" or "ThrottledException"
        or "RequestThrottled" or "RequestThrottledException" or "RequestLimitExceeded"
        or "TooManyRequests" or "TooManyRequestsException" or "SlowDown" or "PriorRequestNotComplete"
        or "BandwidthLimitExceeded" or "KmsThrottled" or "KMSThrottling" or "KMSThrottlingException";

    private static bool IsResolvedByWaiting(string service, string operation, string? code) =>
        (service, operation, code) switch
        {
            // For minutes after an account is vended. The caller knows whether the account is older.
            ("sts", "AssumeRole", "AccessDenied" or "AccessDeniedException") => true,

            // A new role is not visible everywhere yet.
            ("iam", _, "NoSuchEntity") => true,

            // Organizations means its request rate, not a quota.
            ("organizations", _, "LimitExceededException") => true,

            // The function is being updated.
            ("lambda", _, "ResourceConflictException") => true,

            // A table on demand is still adapting.
            ("dynamodb", _, "ProvisionedThroughputExceededException") => true,

            // The message is visible again already, and will be received without this call.
            ("sqs", _, "MessageNotInflight" or "AWS.SimpleQueueService.MessageNotInflight") => true,
            (_, _, "ConcurrentModification" or "ConcurrentModificationException") => true,
            (_, _, "EntityTemporarilyUnmodifiable" or "FinalizingOrganizationException") => true,

            // A new account is not activated everywhere yet.
            (not "support", _, "OptInRequired" or "SubscriptionRequiredException") => true,

            // The limit of open cases: it ends when cases are resolved.
            ("support", "CreateCase", "CaseCreationLimitExceeded" or "CaseCreationLimitExceededException") => true,

            // The next attempt assumes the role again, or runs in a process with new credentials.
            (_, _, "ExpiredToken" or "ExpiredTokenException") => true,

            // Signed before Lambda froze the process, or before the SDK learned the clock skew.
            (_, _, "RequestExpired" or "RequestTimeTooSkewed" or "RequestInTheFuture") => true,
            _ => false,
        };

    /// <summary>What to do if a wait does not resolve it.</summary>
    private static string? LastingAdvice(string service, string operation, string? code) => (service, operation, code) switch
    {
        ("iam", "CreateRole" or "PutRolePermissionsBoundary", "NoSuchEntity") =>
            "If this continues, create the managed policy of CONNECTOR_ROLE_PERMISSIONS_BOUNDARY in the account, or correct the "
            + "setting: the policy does not exist there.",
        _ => null,
    };

    private static string? Advice(string service, string operation, string? code) => (service, code) switch
    {
        ("iam", "AccessDenied") when operation is "GetRole" or "GetRolePolicy" or "ListRolePolicies" or "ListAttachedRolePolicies" =>
            "The account probably has a role of this name under a path, such as role/team/NAME: delete or rename it, or set "
            + "CONNECTOR_ROLE_NAME to a name that no role has if it is the connector role. If there is none, check that the execution role and every "
            + $"service control policy allow {Actions(service, operation)}.",
        (_, "AccessDenied" or "AccessDeniedException" or "AuthorizationError" or "UnauthorizedOperation") =>
            $"Allow {Actions(service, operation)} to the caller: in its own policy and in every session policy, permissions "
            + "boundary and service control policy that applies to it.",
        (_, "KmsAccessDenied" or "KMSAccessDenied" or "KMSAccessDeniedException") =>
            "Allow the caller to use the KMS key that encrypts the resource.",
        (_, "InvalidClientTokenId" or "UnrecognizedClientException" or "MissingAuthenticationToken") =>
            "Check the access key: it is deleted, inactive or from another partition, or the region is disabled for the "
            + "account.",
        (_, "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "AuthFailure") =>
            "Check the secret access key, and that no proxy between the function and AWS changes requests.",
        ("iam", "DeleteConflict") =>
            "The role is also used by others: detach or delete the policies that they added and remove the role from "
            + "instance profiles, or keep the role and remove its tag ManagedBy.",
        ("iam", "LimitExceeded") =>
            "Increase the IAM quota of the account in Service Quotas, or remove unused roles and policies.",
        (_, "MalformedPolicyDocument" or "MalformedPolicyDocumentException") =>
            "Correct the policy document; IAM Access Analyzer validates it and shows the line.",
        ("sts", "PackedPolicyTooLarge") =>
            "Shorten the session policy and the session tags: STS limits their packed size together.",
        ("sts", "RegionDisabledException") =>
            "Activate STS for this region in the IAM account settings.",
        ("organizations", "AWSOrganizationsNotInUseException") =>
            "Run this in the management account of the organization.",
        ("secretsmanager", "ResourceNotFoundException") =>
            "Create the secret, or correct its ARN and region in the settings.",
        ("secretsmanager", "InvalidRequestException") =>
            "Restore the secret: it is probably scheduled for deletion.",
        ("secretsmanager", "DecryptionFailure") =>
            "Allow kms:Decrypt on the KMS key of the secret to the caller, and check that the key is enabled.",
        ("secretsmanager", "EncryptionFailure") =>
            "Allow kms:GenerateDataKey on the KMS key of the secret to the caller, and check that the key is enabled.",
        ("sqs", "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue") =>
            "Correct the queue URL in the settings, or deploy the stack again: the queue does not exist.",
        ("lambda", "ResourceNotFoundException") =>
            "Deploy the stack again: the function does not exist in this region.",
        ("lambda", "RequestTooLargeException") =>
            "Report a defect: the payload of one event is too large.",
        ("lambda", "RecursiveInvocationException") =>
            "Set the recursive loop detection of the function to Allow: Lambda stopped its self-invocations as a loop.",
        ("events", "ResourceNotFoundException") =>
            "Correct EVENT_BUS_NAME in the settings, or create the bus: it does not exist in this region.",
        ("events", "NotAuthorizedForSourceException" or "NotAuthorizedForDetailTypeException") =>
            "Allow events:PutEvents on the bus to the function, with the source controltower.lifecycle and every detail type: in "
            + "its own policy and in the policy of the bus.",
        ("events", "MalformedDetail" or "InvalidArgument") =>
            "Report a defect: EventBridge finds the event invalid.",
        ("support", "SubscriptionRequiredException") =>
            "Subscribe the management account to a support plan with the AWS Support API (Business, Enterprise On-Ramp or "
            + "Enterprise), or set OpenSupportCases to false. The accounts are protected; then redrive the dead letters.",
        ("sns", "NotFound" or "NotFoundException") =>
            "Correct the topic ARN in the settings, or deploy the stack again: the topic does not exist.",
        ("dynamodb", "ResourceNotFoundException") =>
            "Correct NOTIFICATION_TABLE_NAME in the settings, or deploy the stack again: the table does not exist.",
        _ => null,
    };

    // All other actions have the name of the operation.
    private static string Actions(string service, string operation) => (service, operation) switch
    {
        ("sqs", "SendMessageBatch") => "sqs:SendMessage",
        ("lambda", "Invoke") => "lambda:InvokeFunction",
        ("iam", "CreateRole") => "iam:CreateRole and iam:TagRole",
        _ => $"{service}:{operation}",
    };
}
