using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>A deny that a policy states is certain; every other refusal can be momentary.</summary>
public sealed class ExplicitDenyTests
{
    private const string User = "User: arn:aws:sts::111122223333:assumed-role/R/S is not authorized to perform: iam:CreateRole ";

    [Theory]
    [InlineData("with an explicit deny in a service control policy", "service control policy")]
    [InlineData(
        "with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-1/p-1",
        "service control policy")]
    [InlineData("with an explicit deny in a resource control policy", "resource control policy")]
    [InlineData("with an explicit deny in an identity-based policy", "identity-based policy")]
    [InlineData("with an explicit deny in a permissions boundary", "permissions boundary")]
    [InlineData("with an explicit deny in a session policy", "session policy")]
    [InlineData("with an explicit deny in a VPC endpoint policy", "VPC endpoint policy")]
    [InlineData("with an explicit deny in the resource-based policy", "resource-based policy")]
    [InlineData("with an explicit deny", "policy")]
    public void Type_of_the_policy_is_read_from_the_message(string end, string policy) =>
        Assert.Equal(policy, ExplicitDeny.Find(User + end)?.Policy);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(User + "because no identity-based policy allows the iam:CreateRole action")]
    [InlineData(User + "because no service control policy allows the iam:CreateRole action")]
    public void Implicit_deny_is_none(string? message) => Assert.Null(ExplicitDeny.Find(message));

    [Theory]
    [InlineData("iam", "CreateRole", "service control policy", "EXCLUDE_ORGANIZATIONAL_UNITS")]
    [InlineData("sts", "AssumeRole", "resource control policy", "aws:PrincipalAccount")]
    [InlineData("iam", "PutRolePolicy", "permissions boundary", "The permissions boundary denies iam:PutRolePolicy")]
    public void Explicit_deny_needs_the_operator_at_once(string service, string operation, string policy, string expected)
    {
        var message = $"{User}with an explicit deny in a {policy}";

        var (kind, advice) = AwsFailure.Classify(service, operation, 403, "AccessDenied", message);

        Assert.Equal(FailureKind.NeedsOperator, kind);
        Assert.Contains(expected, advice, StringComparison.Ordinal);
        Assert.False(AwsFailure.IsUncertain("AccessDenied", message));
    }

    [Theory]
    [InlineData("AccessDenied", true)]
    [InlineData("AccessDeniedException", true)]
    [InlineData("InvalidClientTokenId", true)]
    [InlineData("UnrecognizedClientException", true)]
    [InlineData("KMSAccessDeniedException", true)]
    [InlineData("MalformedPolicyDocument", false)]
    [InlineData("LimitExceeded", false)]
    [InlineData("SignatureDoesNotMatch", false)]
    [InlineData(null, false)]
    public void Refusal_is_uncertain_if_IAM_may_not_know_the_caller_everywhere_yet(string? code, bool isUncertain) =>
        Assert.Equal(isUncertain, AwsFailure.IsUncertain(code, $"{User}because no identity-based policy allows it"));
}
