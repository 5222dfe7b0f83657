using System.Security.Authentication;
using Amazon.Runtime;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>A failed call to AWS. <see cref="AwsFailure"/> decides whether a retry can succeed.</summary>
internal sealed class AwsException : RemoteSystemException
{
    private const int MaximumCodeLength = 128;
    private const int MaximumTextLength = 400;

    private const string CheckCertificates =
        "The certificate of AWS is not trusted. If a proxy inspects TLS, put its CA certificate into the bundle that SSL_CERT_FILE "
        + "names, or add the AWS hosts to NO_PROXY.";

    private AwsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <remarks>
    /// The SDK's exception is not the inner exception: for a wrong signature its text quotes the canonical request, which
    /// contains the session token, and a log of this exception would contain that too.
    /// </remarks>
    internal static AwsException ForRefusal(
        AwsService service, string operation, string? resource, AmazonServiceException cause, TimeSpan? retryAfter)
    {
        var code = string.IsNullOrEmpty(cause.ErrorCode) ? null : OutsideText.Clean(cause.ErrorCode, MaximumCodeLength);
        var status = (int)cause.StatusCode;
        var reason = $"{code ?? "no error code"} (HTTP {status})";
        var message = FindSafeMessage(code, cause.Message) is { } text ? $": {text}" : string.Empty;
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status, code, cause.Message);
        return new($"{service.Name} refused {Describe(operation, resource)} with {reason}{message}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            Code = code,
            RequestId = OutsideText.Clean(cause.RequestId, MaximumCodeLength),
            RetryAfter = retryAfter,
            DeniedBy = ExplicitDeny.Find(cause.Message)?.Policy,
            HadNoEffect = AwsFailure.HadNoEffect(status, code),
            Kind = kind,
            IsUncertain = kind == FailureKind.NeedsOperator
                ? AwsFailure.IsUncertain(code, cause.Message)
                : AwsFailure.IsOfAProxy(status, code),
            Advice = advice,
        };
    }

    internal static AwsException ForNoResponse(AwsService service, string operation, string? resource, Exception cause)
    {
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status: null, code: null);
        if (FindCause<HttpRequestException>(cause) is { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel)
        {
            // .NET's exception is not kept: it contains the proxy's password.
            var noTunnel = $"the proxy opened no tunnel ({ProxyRefusal.Describe(tunnel.Message)})";
            cause = new HttpRequestException(HttpRequestError.ProxyTunnelError, noTunnel);
        }

        var untrusted = FindCause<AuthenticationException>(cause);
        var reason = OutsideText.Clean((untrusted ?? cause).Message, MaximumTextLength);
        return new($"{service.Name} did not respond to {Describe(operation, resource)}: {reason}", cause)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            HadNoEffect = untrusted is not null || IsUnsent(FindCause<HttpRequestException>(cause)),
            Kind = kind,
            IsUncertain = untrusted is not null,
            Advice = untrusted is null ? advice : CheckCertificates,
        };
    }

    internal static AwsException ForUnreadableResponse(
        AwsService service, string operation, string? resource, int? status, string? requestId)
    {
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status, code: null);
        var http = status is null ? "" : $" (HTTP {status})";
        return new($"{service.Name} sent an unreadable response to {Describe(operation, resource)}{http}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            RequestId = OutsideText.Clean(requestId, MaximumCodeLength),
            Kind = kind,
            Advice = advice,
        };
    }

    /// <summary>The call succeeded, but the operator has to correct what it returned.</summary>
    internal static AwsException ForUnusableResponse(
        AwsService service, string operation, string resource, string fact, string advice) =>
        new($"{service.Name} responded to {Describe(operation, resource)}, but {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };

    /// <summary>The request was not sent, because the service would refuse it.</summary>
    internal static AwsException ForUnsentRequest(
        AwsService service, string operation, string resource, string fact, string advice) =>
        new($"{Describe(operation, resource)} was not sent to {service.Name}: {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Kind = FailureKind.NeedsOperator,
            WasSent = false,
            HadNoEffect = true,
            Advice = advice,
        };

    /// <summary>
    /// A batch of EventBridge succeeded with HTTP 200, but this entry was not accepted. An entry without a code is not confirmed.
    /// </summary>
    internal static AwsException ForFailedEntry(
        AwsService service, string operation, string resource, string? code, string? message)
    {
        var cleanCode = string.IsNullOrEmpty(code) ? null : OutsideText.Clean(code, MaximumCodeLength);
        var status = cleanCode is null or "InternalFailure" or "InternalException" ? 500 : 400;
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status, cleanCode, message);
        var text = FindSafeMessage(cleanCode, message) is { } safe ? $": {safe}" : string.Empty;
        return new($"{service.Name} did not accept an entry of {Describe(operation, resource)}: {cleanCode ?? "not confirmed"}{text}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Code = cleanCode,
            Kind = kind,
            IsUncertain = kind == FailureKind.NeedsOperator && AwsFailure.IsUncertain(cleanCode, message),
            Advice = advice,
        };
    }

    /// <summary>A batch succeeded with HTTP 200, but the service did not accept some of its entries.</summary>
    internal static AwsException ForFailedEntries(
        AwsService service, string operation, string resource, IReadOnlyList<SqsEntryFailure> entries)
    {
        var code = OutsideText.Clean(entries[0].Code, MaximumCodeLength);
        var kind = entries.Any(entry => entry.Kind == FailureKind.NeedsOperator)
            ? FailureKind.NeedsOperator
            : FailureKind.Retryable;
        var call = Describe(operation, resource);
        return new($"{service.Name} did not accept {entries.Count} of the entries of {call}: {code ?? "not confirmed"}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Code = code,
            Kind = kind,
            Advice = kind == FailureKind.NeedsOperator ? "Look up the code in the API reference of SQS." : null,
        };
    }

    /// <summary>There was no connection, so nothing was sent on it.</summary>
    private static bool IsUnsent(HttpRequestException? failed) => failed?.HttpRequestError is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static T? FindCause<T>(Exception? fault)
        where T : Exception
    {
        while (fault is not (null or T))
            fault = fault.InnerException;

        return (T?)fault;
    }

    private static string Describe(string operation, string? resource) =>
        resource is null ? operation : $"{operation} on {resource}";

    /// <summary>
    /// The message of the service is useful ("User … is not authorized to perform …"), but it is left out if it can
    /// contain a part of the signed request. Without a code the SDK uses the raw body as the message.
    /// </summary>
    internal static string? FindSafeMessage(string? code, string? message)
    {
        string[] unsafeWords = ["signature", "token", "credential", "x-amz-", "aws4", "http body"];
        if (code is null || string.IsNullOrWhiteSpace(message)
            || Array.Exists(unsafeWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return null;

        return OutsideText.Clean(message, MaximumTextLength);
    }
}
