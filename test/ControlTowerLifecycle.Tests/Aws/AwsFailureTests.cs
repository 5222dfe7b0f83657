using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsFailureTests
{
    public static TheoryData<string, string, int?, string?> Retryable => new()
    {
        { "iam", "GetRole", null, null },
        { "iam", "GetRole", 400, "Throttling" },
        { "iam", "GetRole", 400, "ThrottlingException" },
        { "iam", "GetRole", 503, "RequestLimitExceeded" },
        { "organizations", "ListAccounts", 400, "TooManyRequestsException" },
        { "organizations", "ListAccounts", 400, "LimitExceededException" },
        { "controltower", "ListEnabledBaselines", 429, "ThrottlingException" },
        { "controltower", "GetLandingZone", 500, "InternalServerException" },
        { "lambda", "Invoke", 429, "TooManyRequestsException" },
        { "lambda", "Invoke", 409, "ResourceConflictException" },
        { "lambda", "Invoke", 500, "ServiceException" },
        { "lambda", "Invoke", 502, "ResourceNotReadyException" },
        { "organizations", "ListAccounts", 400, "FinalizingOrganizationException" },
        { "organizations", "ListAccounts", 400, "ConcurrentModificationException" },
        { "iam", "PutRolePolicy", 409, "ConcurrentModification" },
        { "iam", "PutRolePolicy", 409, "EntityTemporarilyUnmodifiable" },
        { "iam", "PutRolePolicy", 404, "NoSuchEntity" },
        { "sts", "AssumeRole", 403, "AccessDenied" },
        { "iam", "GetRole", 403, "OptInRequired" },
        { "secretsmanager", "GetSecretValue", 400, "SubscriptionRequiredException" },
        { "iam", "GetRole", 403, "ExpiredToken" },
        { "sqs", "SendMessage", 403, "ExpiredTokenException" },
        { "iam", "GetRole", 400, "RequestExpired" },
        { "iam", "GetRole", 403, "RequestTimeTooSkewed" },
        { "sqs", "SendMessage", 400, "RequestThrottled" },
        { "sqs", "SendMessage", 400, "KmsThrottled" },
        { "sns", "Publish", 400, "KMSThrottling" },
        { "sns", "Publish", 429, "Throttled" },
        { "dynamodb", "PutItem", 400, "ProvisionedThroughputExceededException" },
        { "sqs", "ChangeMessageVisibility", 400, "MessageNotInflight" },
        { "sqs", "ChangeMessageVisibility", 400, "AWS.SimpleQueueService.MessageNotInflight" },
        { "support", "CreateCase", 400, "CaseCreationLimitExceeded" },
        { "support", "DescribeCases", 400, "ThrottlingException" },
        { "iam", "GetRole", 500, "ServiceFailure" },
        { "iam", "GetRole", 502, null },
        { "iam", "GetRole", 408, null },
        { "iam", "GetRole", 429, "SomethingNew" },
        { "iam", "GetRole", 200, null },
    };

    [Theory]
    [InlineData(400, "InvalidParameter", true)]
    [InlineData(400, "Throttling", true)]
    [InlineData(429, "Throttled", true)]
    [InlineData(403, "AuthorizationError", true)]
    [InlineData(403, null, false)]
    [InlineData(408, "RequestTimeout", false)]
    [InlineData(400, "RequestTimeout", false)]
    [InlineData(500, "InternalError", true)]
    [InlineData(503, "ServiceUnavailable", true)]
    [InlineData(503, null, false)]
    [InlineData(302, "Redirect", false)]
    [InlineData(200, null, false)]
    public void Only_an_error_of_the_service_itself_says_that_a_call_had_no_effect(int status, string? code, bool hadNone) =>
        Assert.Equal(hadNone, AwsFailure.HadNoEffect(status, code));

    public static TheoryData<string, string, int, string?, string> NeedsOperator => new()
    {
        { "iam", "CreateRole", 403, "AccessDenied", "Allow iam:CreateRole and iam:TagRole" },
        { "iam", "PutRolePolicy", 403, "AccessDenied", "Allow iam:PutRolePolicy" },
        { "iam", "GetRole", 403, "AccessDenied", "The account probably has a role of this name under a path" },
        { "iam", "ListRolePolicies", 403, "AccessDenied", "allow iam:ListRolePolicies" },
        { "sts", "GetCallerIdentity", 403, "AccessDenied", "Allow sts:GetCallerIdentity" },
        { "organizations", "ListAccounts", 400, "AccessDeniedException", "Allow organizations:ListAccounts" },
        { "secretsmanager", "GetSecretValue", 400, "AccessDeniedException", "Allow secretsmanager:GetSecretValue" },
        { "sqs", "SendMessageBatch", 400, "AccessDeniedException", "Allow sqs:SendMessage to" },
        { "sns", "Publish", 403, "AuthorizationError", "Allow sns:Publish" },
        { "sns", "Publish", 400, "KMSAccessDenied", "KMS key" },
        { "iam", "GetRole", 403, "InvalidClientTokenId", "access key" },
        { "organizations", "ListAccounts", 400, "UnrecognizedClientException", "access key" },
        { "iam", "GetRole", 403, "SignatureDoesNotMatch", "secret access key" },
        { "organizations", "ListAccounts", 400, "InvalidSignatureException", "secret access key" },
        { "support", "CreateCase", 400, "SubscriptionRequiredException", "Business, Enterprise On-Ramp or Enterprise" },
        { "support", "DescribeCases", 400, "SubscriptionRequiredException", "support plan" },
        { "events", "PutEvents", 400, "ResourceNotFoundException", "EVENT_BUS_NAME" },
        { "events", "PutEvents", 400, "AccessDeniedException", "Allow events:PutEvents" },
        { "events", "PutEvents", 400, "NotAuthorizedForSourceException", "controltower.lifecycle" },
        { "events", "PutEvents", 400, "MalformedDetail", "Report a defect" },
        { "iam", "CreateRole", 409, "LimitExceeded", "quota" },
        { "iam", "DeleteRole", 409, "DeleteConflict", "detach or delete the policies" },
        { "iam", "PutRolePolicy", 400, "MalformedPolicyDocument", "policy document" },
        { "sts", "AssumeRole", 400, "MalformedPolicyDocument", "policy document" },
        { "sts", "AssumeRole", 400, "PackedPolicyTooLarge", "session policy" },
        { "sts", "AssumeRole", 403, "RegionDisabledException", "Activate STS" },
        { "organizations", "ListAccounts", 400, "AWSOrganizationsNotInUseException", "management account" },
        { "secretsmanager", "GetSecretValue", 400, "ResourceNotFoundException", "Create the secret" },
        { "secretsmanager", "GetSecretValue", 400, "InvalidRequestException", "Restore the secret" },
        { "secretsmanager", "GetSecretValue", 400, "DecryptionFailure", "kms:Decrypt" },
        { "controltower", "GetLandingZone", 403, "AccessDeniedException", "Allow controltower:GetLandingZone" },
        { "controltower", "ListEnabledBaselines", 400, "ValidationException", "Look up ValidationException" },
        { "lambda", "Invoke", 403, "AccessDeniedException", "Allow lambda:InvokeFunction" },
        { "lambda", "Invoke", 404, "ResourceNotFoundException", "the function does not exist" },
        { "lambda", "Invoke", 413, "RequestTooLargeException", "payload of one event" },
        { "lambda", "Invoke", 400, "RecursiveInvocationException", "recursive loop detection" },
        { "lambda", "Invoke", 502, "KMSAccessDeniedException", "KMS key" },
        { "sqs", "SendMessage", 400, "QueueDoesNotExist", "queue" },
        { "sns", "Publish", 404, "NotFound", "topic" },
        { "dynamodb", "PutItem", 400, "ResourceNotFoundException", "NOTIFICATION_TABLE_NAME" },
        { "dynamodb", "PutItem", 400, "AccessDeniedException", "Allow dynamodb:PutItem" },
        { "iam", "GetRole", 400, "ValidationError", "Look up ValidationError" },
        { "iam", "GetRole", 301, null, "Look up HTTP 301" },
    };

    [Theory]
    [MemberData(nameof(Retryable))]
    public void Failure_that_a_wait_resolves_is_retryable_and_has_no_advice(
        string service, string operation, int? status, string? code) =>
        Assert.Equal((FailureKind.Retryable, null), AwsFailure.Classify(service, operation, status, code));

    [Theory]
    [InlineData("CreateRole")]
    [InlineData("PutRolePermissionsBoundary")]
    public void Missing_policy_of_the_boundary_is_retryable_and_names_the_setting(string operation)
    {
        var (kind, advice) = AwsFailure.Classify("iam", operation, 404, "NoSuchEntity");

        Assert.Equal(FailureKind.Retryable, kind);
        Assert.Contains("CONNECTOR_ROLE_PERMISSIONS_BOUNDARY", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(499)]
    public void Refusal_without_a_code_is_not_of_AWS_and_is_retryable(int status)
    {
        var (kind, advice) = AwsFailure.Classify("iam", "GetRole", status, code: null);

        Assert.Equal(FailureKind.Retryable, kind);
        Assert.Contains("proxy or firewall", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DeleteConflict", true)]
    [InlineData("AccessDenied", true)]
    [InlineData("LimitExceeded", false)]
    [InlineData(null, false)]
    public void Refusal_that_IAM_may_correct_within_minutes_is_uncertain(string? code, bool isUncertain) =>
        Assert.Equal(isUncertain, AwsFailure.IsUncertain(code, message: null));

    [Theory]
    [MemberData(nameof(NeedsOperator))]
    public void Other_failure_needs_the_operator_and_has_advice(
        string service, string operation, int status, string? code, string expected)
    {
        var (kind, advice) = AwsFailure.Classify(service, operation, status, code);

        Assert.Equal(FailureKind.NeedsOperator, kind);
        Assert.Contains(expected, advice, StringComparison.Ordinal);
    }
}
