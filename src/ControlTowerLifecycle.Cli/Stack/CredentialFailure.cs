using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.RuntimeDependencies;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>Why the SDK found no credentials, and what to do. Its own message names the step, and an inner one the reason.</summary>
internal static class CredentialFailure
{
    private const string Subject = "There are no usable AWS credentials";

    private const string SignIn =
        "Sign in (for example: aws sso login), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

    private const string AllowTheRole =
        "Check the profile: its source must be allowed to call sts:AssumeRole on the role, and the role must trust the source.";

    /// <summary>Whether credentials failed in a way that the SDK documents.</summary>
    public static bool IsOne(Exception failed) => failed is AmazonClientException or AmazonServiceException
        or ProcessAWSCredentialException or MissingRuntimeDependencyException or InvalidOperationException or ArgumentException;

    public static ToolException Explain(Exception failed)
    {
        List<Exception> chain = [.. Chain(failed)];

        // The output of the process can contain a key, and the SDK quotes it.
        if (chain.Exists(one => one is ProcessAWSCredentialException))
        {
            return new ToolException(
                $"{Subject}: the command of credential_process failed, or did not print the JSON document of credentials.",
                "Run the command of the profile by hand. Its output can contain a secret, so it is not shown here.");
        }

        // The client of this service is not part of the tool.
        if (chain.Exists(one => one.Message.Contains("Signin", StringComparison.Ordinal)))
        {
            return new ToolException(
                $"{Subject}: this tool cannot read the session of aws login (login_session).",
                "Run this in the shell, with --profile NAME if you use one: eval \"$(aws configure export-credentials --format env)\"");
        }

        // The SDK lists every place that has none, which hides the one that the operator meant.
        if (chain.Exists(one => one.Message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)))
        {
            return chain is [_]
                ? new ToolException($"{Subject} in the environment, in the profile, or on this machine.", SignIn)
                : new ToolException(
                    $"{Subject}: {Clean(failed.Message)}: the source profile does not exist, or has no credentials.",
                    "Correct source_profile. List the profiles with: aws configure list-profiles");
        }

        var refusal = chain.OfType<AmazonServiceException>().LastOrDefault(one => !string.IsNullOrEmpty(one.ErrorCode));
        var reason = refusal is null ? chain.FindLast(one => one is not HttpErrorResponseException)!.Message : Describe(refusal);
        return new ToolException(
            $"{Subject}: {(chain[0].Message == reason ? "" : $"{Clean(chain[0].Message)}: ")}{Clean(reason)}",
            refusal?.ErrorCode is "AccessDenied" or "AccessDeniedException" ? AllowTheRole
            : chain.Exists(one => one is HttpRequestException) ? "Check that this machine can reach AWS, then run the command again."
            : SignIn);
    }

    private static string Describe(AmazonServiceException refusal) =>
        $"{refusal.ErrorCode}{(AwsException.FindSafeMessage(refusal.ErrorCode, refusal.Message) is { } text ? $": {text}" : "")}";

    private static string Clean(string text) => (OutsideText.CleanSentence(text) ?? "").TrimEnd('.');

    private static IEnumerable<Exception> Chain(Exception failed)
    {
        for (Exception? one = failed; one is not null; one = one.InnerException)
            yield return one;
    }
}
