using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Who can mend a failed call to AWS. A pure function; the first row that fits decides.
/// <list type="table">
/// <listheader><term>Failure</term><description>FailureKind, and why</description></listheader>
/// <item><term>no answer: connection refused, reset or timed out</term><description>Retry</description></item>
/// <item>
/// <term>any throttling code (Throttling, TooManyRequestsException, RequestLimitExceeded, …)</term>
/// <description>Retry</description>
/// </item>
/// <item>
/// <term>organizations LimitExceededException</term>
/// <description>Retry: Organizations means its rate, not a quota</description>
/// </item>
/// <item>
/// <term>ConcurrentModification, EntityTemporarilyUnmodifiable, FinalizingOrganizationException</term>
/// <description>Retry: somebody else is at it</description>
/// </item>
/// <item>
/// <term>lambda ResourceConflictException</term>
/// <description>Retry: the function is being updated</description>
/// </item>
/// <item>
/// <term>iam NoSuchEntity</term>
/// <description>Retry: what was created a moment ago is not seen everywhere yet</description>
/// </item>
/// <item>
/// <term>sts AssumeRole AccessDenied</term>
/// <description>
/// Retry: a vended account refuses for minutes; the caller knows better when the account is old
/// </description>
/// </item>
/// <item>
/// <term>OptInRequired</term>
/// <description>Retry: an account vended a moment ago is not activated everywhere yet</description>
/// </item>
/// <item>
/// <term>ExpiredToken, ExpiredTokenException</term>
/// <description>
/// Retry: the next attempt assumes the role anew, or runs in an environment with new credentials
/// </description>
/// </item>
/// <item>
/// <term>RequestExpired, RequestTimeTooSkewed, RequestInTheFuture</term>
/// <description>Retry: signed before Lambda froze the process, or the SDK has just learned the skew</description>
/// </item>
/// <item>
/// <term>dynamodb ProvisionedThroughputExceededException</term>
/// <description>Retry: a table on demand is still adapting</description>
/// </item>
/// <item>
/// <term>sqs MessageNotInflight</term>
/// <description>Retry: the message is visible again already, and comes by itself</description>
/// </item>
/// <item>
/// <term>AccessDenied and its kin</term>
/// <description>Person: allow the action, which the advice names</description>
/// </item>
/// <item>
/// <term>KmsAccessDenied and its kin</term>
/// <description>Person: allow the use of the key</description>
/// </item>
/// <item>
/// <term>InvalidClientTokenId, UnrecognizedClientException, SignatureDoesNotMatch and their kin</term>
/// <description>Person: the credentials are wrong, and no wait makes them right</description>
/// </item>
/// <item><term>iam DeleteConflict</term><description>Person: somebody else uses the role too</description></item>
/// <item><term>iam LimitExceeded</term><description>Person: a quota of the account</description></item>
/// <item>
/// <term>MalformedPolicyDocument, PackedPolicyTooLarge</term>
/// <description>Person: the policy is wrong</description>
/// </item>
/// <item>
/// <term>sts RegionDisabledException; organizations AWSOrganizationsNotInUseException</term>
/// <description>Person: something must be switched on</description>
/// </item>
/// <item>
/// <term>secretsmanager ResourceNotFoundException, InvalidRequestException, DecryptionFailure</term>
/// <description>Person: the secret or its key</description>
/// </item>
/// <item>
/// <term>sqs QueueDoesNotExist; sns NotFound; dynamodb ResourceNotFoundException</term>
/// <description>Person: the queue, topic or table is gone</description>
/// </item>
/// <item>
/// <term>lambda ResourceNotFoundException, RequestTooLargeException, RecursiveInvocationException</term>
/// <description>Person: the function is gone, or may not be invoked like this</description>
/// </item>
/// <item><term>5xx, 408, 429; an answer that cannot be read</term><description>Retry</description></item>
/// <item>
/// <term>everything else: an unknown 4xx or a redirect</term>
/// <description>Person: nothing says that waiting helps</description>
/// </item>
/// </list>
/// </summary>
internal static class AwsFailure
{
    /// <param name="service">The prefix of its IAM actions, for example <c>iam</c>.</param>
    /// <param name="operation">As the API reference names it, for example <c>CreateRole</c>.</param>
    /// <param name="status">The HTTP status, or null where no answer came.</param>
    /// <param name="code">The error code, or null where the service gave none.</param>
    public static (FailureKind Kind, string? Advice) Classify(
        string service, string operation, int? status, string? code) =>
        status is null || IsThrottling(code) || WaitingHelps(service, operation, code)
            ? (FailureKind.Retryable, null)
        : Advice(service, operation, code) is { } advice ? (FailureKind.NeedsOperator, advice)
        : status is >= 500 or 408 or 429 or (>= 200 and < 300) ? (FailureKind.Retryable, null)
        : (FailureKind.NeedsOperator, $"Look up {code ?? $"HTTP {status}"} in the API reference of {service}:{operation}; "
            + "AWS Support finds the call by its request id.");

    private static bool IsThrottling(string? code) => code is
        "Throttling" or "ThrottlingException" or "Throttled" or "ThrottledException"
        or "RequestThrottled" or "RequestThrottledException" or "RequestLimitExceeded"
        or "TooManyRequests" or "TooManyRequestsException" or "SlowDown" or "PriorRequestNotComplete"
        or "BandwidthLimitExceeded" or "KmsThrottled" or "KMSThrottling" or "KMSThrottlingException";

    private static bool WaitingHelps(string service, string operation, string? code) =>
        (service, operation, code) switch
        {
            ("sts", "AssumeRole", "AccessDenied" or "AccessDeniedException") => true,
            ("iam", _, "NoSuchEntity") => true,
            ("organizations", _, "LimitExceededException") => true,
            ("lambda", _, "ResourceConflictException") => true,
            ("dynamodb", _, "ProvisionedThroughputExceededException") => true,
            ("sqs", _, "MessageNotInflight" or "AWS.SimpleQueueService.MessageNotInflight") => true,
            (_, _, "ConcurrentModification" or "ConcurrentModificationException") => true,
            (_, _, "EntityTemporarilyUnmodifiable" or "FinalizingOrganizationException") => true,
            (_, _, "OptInRequired" or "ExpiredToken" or "ExpiredTokenException") => true,
            (_, _, "RequestExpired" or "RequestTimeTooSkewed" or "RequestInTheFuture") => true,
            _ => false,
        };

    private static string? Advice(string service, string operation, string? code) => (service, code) switch
    {
        (_, "AccessDenied" or "AccessDeniedException" or "AuthorizationError" or "UnauthorizedOperation") =>
            $"Allow {Actions(service, operation)} to the caller: in its own policy, and in every session policy, "
            + "permissions boundary and service control policy above it.",
        (_, "KmsAccessDenied" or "KMSAccessDenied" or "KMSAccessDeniedException") =>
            "Allow the caller to use the KMS key that encrypts the resource.",
        (_, "InvalidClientTokenId" or "UnrecognizedClientException" or "MissingAuthenticationToken") =>
            "Check the access key: it is deleted, inactive or of another partition, or its account has the region off.",
        (_, "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "AuthFailure") =>
            "Check the secret access key and that nothing between here and AWS changes requests.",
        ("iam", "DeleteConflict") =>
            "Somebody else uses the role too: detach or delete the policies that they gave it, take it out of instance "
            + "profiles, or keep it and remove its tag ManagedBy.",
        ("iam", "LimitExceeded") =>
            "Raise the IAM quota of the account in Service Quotas, or remove roles and policies that nobody uses.",
        (_, "MalformedPolicyDocument" or "MalformedPolicyDocumentException") =>
            "Correct the policy document; IAM Access Analyzer validates it and names the line.",
        ("sts", "PackedPolicyTooLarge") =>
            "Shorten the session policy and the session tags: STS packs them into one limited space.",
        ("sts", "RegionDisabledException") =>
            "Activate STS for this region in the account settings of IAM.",
        ("organizations", "AWSOrganizationsNotInUseException") =>
            "Run this in the management account of the organization.",
        ("secretsmanager", "ResourceNotFoundException") =>
            "Create the secret, or correct its ARN and region in the settings.",
        ("secretsmanager", "InvalidRequestException") =>
            "Restore the secret: most likely it is scheduled for deletion.",
        ("secretsmanager", "DecryptionFailure") =>
            "Allow kms:Decrypt on the secret's KMS key to the caller, and check that the key is enabled.",
        ("sqs", "QueueDoesNotExist" or "AWS.SimpleQueueService.NonExistentQueue") =>
            "Correct the queue URL in the settings, or deploy the stack again: the queue does not exist.",
        ("lambda", "ResourceNotFoundException") =>
            "Deploy the stack again: the function does not exist, or is of another region.",
        ("lambda", "RequestTooLargeException") =>
            "Have less carried in one event.",
        ("lambda", "RecursiveInvocationException") =>
            "Set the function's recursive loop detection to Allow: Lambda takes its self-invocations for a loop.",
        ("sns", "NotFound" or "NotFoundException") =>
            "Correct the topic ARN in the settings, or deploy the stack again: the topic does not exist.",
        ("dynamodb", "ResourceNotFoundException") =>
            "Correct NOTIFICATION_TABLE_NAME in the settings, or deploy the stack again: the table does not exist.",
        _ => null,
    };

    // The action is named like the operation, save for these.
    private static string Actions(string service, string operation) => (service, operation) switch
    {
        ("sqs", "SendMessageBatch") => "sqs:SendMessage",
        ("lambda", "Invoke") => "lambda:InvokeFunction",
        ("iam", "CreateRole") => "iam:CreateRole and iam:TagRole",
        _ => $"{service}:{operation}",
    };
}
