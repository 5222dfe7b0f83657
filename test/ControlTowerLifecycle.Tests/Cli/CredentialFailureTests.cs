using System.Net;
using Amazon.Runtime;
using Amazon.SecurityToken;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>What an operator reads if the SDK finds no credentials.</summary>
public sealed class CredentialFailureTests
{
    private const string AssumeRole = "Error calling AssumeRole for role arn:aws:iam::111122223333:role/admin";

    private const string SignIn = "Sign in";

    [Fact]
    public void Output_of_a_credential_process_is_not_shown()
    {
        var process = new ProcessAWSCredentialException("Command returned non-zero exit value 7 with the error - the-secret");

        var direct = CredentialFailure.Explain(process);
        var chained = CredentialFailure.Explain(new AmazonClientException(AssumeRole, process));

        Assert.True(CredentialFailure.IsOne(process));
        foreach (var explained in new[] { direct, chained })
        {
            Assert.Contains("the command of credential_process failed", explained.Message, StringComparison.Ordinal);
            Assert.Contains("by hand", explained.Advice, StringComparison.Ordinal);
            Assert.DoesNotContain("the-secret", $"{explained.Message}{explained.Advice}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refused_role_has_the_reason_of_STS()
    {
        var explained = CredentialFailure.Explain(new AmazonClientException(
            AssumeRole, Refusal("AccessDenied", "User: arn:aws:iam::111122223333:user/a is not authorized to perform: sts:AssumeRole")));

        Assert.Contains($"{AssumeRole}: AccessDenied: User: arn:aws:iam::111122223333:user/a", explained.Message, StringComparison.Ordinal);
        Assert.Contains("the role must trust the source", explained.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", "The canonical string is x-amz-security-token:the-secret")]
    [InlineData("ExpiredToken", "The security token the-secret is expired")]
    public void Reason_that_can_quote_the_request_is_only_its_code(string code, string message)
    {
        var explained = CredentialFailure.Explain(new AmazonClientException(AssumeRole, Refusal(code, message)));

        Assert.EndsWith($"{AssumeRole}: {code}", explained.Message, StringComparison.Ordinal);
        Assert.StartsWith(SignIn, explained.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_source_profile_is_named_as_the_cause()
    {
        var explained = CredentialFailure.Explain(new AmazonClientException(
            AssumeRole, new AmazonClientException("Failed to resolve AWS credentials. Exception 1 of 4: …")));

        Assert.EndsWith("the source profile does not exist, or has no credentials.", explained.Message, StringComparison.Ordinal);
        Assert.Contains("source_profile", explained.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_without_credentials_are_not_listed()
    {
        var explained = CredentialFailure.Explain(new AmazonClientException("Failed to resolve AWS credentials. Exception 1 of 4: …"));

        Assert.Equal("There are no usable AWS credentials in the environment, in the profile, or on this machine.", explained.Message);
        Assert.StartsWith(SignIn, explained.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Assembly AWSSDK.Signin could not be found or loaded.")]
    [InlineData("A missing runtime dependency: call RegisterSigninClient.")]
    public void Session_of_aws_login_is_to_be_exported(string message)
    {
        var explained = CredentialFailure.Explain(new InvalidOperationException(message));

        Assert.Contains("login_session", explained.Message, StringComparison.Ordinal);
        Assert.Contains("aws configure export-credentials --format env", explained.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_without_a_response_is_about_the_network()
    {
        var explained = CredentialFailure.Explain(new AmazonClientException(AssumeRole, new HttpRequestException("Connection refused")));

        Assert.EndsWith("Connection refused", explained.Message, StringComparison.Ordinal);
        Assert.Contains("can reach AWS", explained.Advice, StringComparison.Ordinal);
    }

    private static AmazonSecurityTokenServiceException Refusal(string code, string message) =>
        new(message, new InvalidOperationException("inner"), ErrorType.Sender, code, "request-1", HttpStatusCode.Forbidden);
}
