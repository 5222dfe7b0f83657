using System.Security.Cryptography;
using System.Text;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// The cause of a failure: what failed, without the account. One policy that denies a call in 500 accounts is one cause, and
/// one vendor that does not respond is one cause, whichever calls fail. Pure functions.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Failure</term><description>Its cause, after the outcome and whether the account left</description></listheader>
/// <item><term>without a call</term><description>the reason; for a defect the type of the exception</description></item>
/// <item><term>a system that does not respond, responds with 408, 429 or 5xx, or throttles; a call that waits for the
/// system's budget</term><description>the system</description></item>
/// <item><term>401</term><description>the system: it refuses the key, whatever the call is</description></item>
/// <item><term>another response</term><description>the system, the operation, the code or the status, the kind of policy that
/// denies it, and what to do</description></item>
/// </list>
/// The sentence is not part of it, because it contains IDs and times.
/// </remarks>
internal static class FailureCause
{
    private const string Exception = "Exception";
    private const string Unavailable = "unavailable";

    /// <summary>Equal for two failures with the same cause.</summary>
    public static string Key(FailureNotice notice)
    {
        var failure = notice.Failure;
        string?[] parts = notice switch
        {
            { Account: not null, Failure.Call: { } call } => Call(call, notice),
            _ => [failure.Reason ?? failure.Step],
        };
        var (state, side) = (notice.IsRetried ? "retrying" : notice.Outcome, notice.IsOffboarding ? "left" : null);
        return string.Join('|', parts.Prepend(side).Prepend(state).Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The cause in a few words, for a subject.</summary>
    public static string Phrase(FailureNotice notice)
    {
        var (step, reason) = (notice.Failure.Step, notice.Failure.Reason);
        return notice.Account is null ? reason ?? step
            : notice.Failure.Call is { } call ? Phrase(call, step, notice.Kind)
            : reason is null ? $"{step} failed"
            : $"{step} {reason}";
    }

    private static string Phrase(RemoteSystemException call, string step, FailureKind kind) => call switch
    {
        { Status: 401 } => $"{call.RemoteSystem} refuses the key",
        { WasSent: false, Kind: FailureKind.Retryable } => $"{call.RemoteSystem} is busy",
        _ when IsUnavailable(call, kind) => $"{call.RemoteSystem} is down",
        { DeniedBy: { } policy } => $"{step} denied by {Short(policy)}",
        _ when IsDenied(call.Code) => $"{step} denied",
        _ => $"{step}{Response(call)}",
    };

    private static string?[] Call(RemoteSystemException call, FailureNotice notice) => call switch
    {
        { Status: 401 } => [call.RemoteSystem, "401"],
        _ when IsUnavailable(call, notice.Kind) => [call.RemoteSystem, Unavailable],
        _ => [call.RemoteSystem, call.Operation, Code(call), call.DeniedBy, Digest(notice.Remedy)],
    };

    private static bool IsUnavailable(RemoteSystemException call, FailureKind kind) =>
        kind == FailureKind.Retryable && call.Kind == FailureKind.Retryable
        && (call.Status is null or 408 or 429 or >= 500 || call.Code?.Contains("Throttl", StringComparison.Ordinal) == true);

    /// <summary>AWS has two names of one code, with and without "Exception".</summary>
    private static string Code(RemoteSystemException call) =>
        call.Code is not { } code ? $"{call.Status}" : code.EndsWith(Exception, StringComparison.Ordinal) ? code[..^Exception.Length] : code;

    private static bool IsDenied(string? code) =>
        code is "AccessDenied" or "AccessDeniedException" or "AuthorizationError" or "UnauthorizedOperation";

    private static string Response(RemoteSystemException call) =>
        call.Code is { } code ? $": {code}" : call.Status is { } status and (< 200 or > 299) ? $": HTTP {status}" : " failed";

    private static string Short(string policy) => policy switch
    {
        "service control policy" => "an SCP",
        "resource control policy" => "an RCP",
        "permissions boundary" => "a boundary",
        _ => "a policy",
    };

    /// <summary>Two failures of one call can have different remedies, for example a foreign and a moved role.</summary>
    private static string? Digest(string? text) =>
        text is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
