using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws;

/// <summary>A call to AWS that failed. <see cref="AwsFailure"/> decides who can mend it.</summary>
internal sealed class AwsException : RemoteSystemException
{
    private const int LongestCode = 128;
    private const int LongestSentence = 400;

    private AwsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <remarks>
    /// The SDK's exception is not kept as inner: the text of a refused signature quotes the canonical request with the
    /// session token in it, and whoever logs this exception would log that.
    /// </remarks>
    internal static AwsException Refused(
        AwsService service, string operation, string? resource, AmazonServiceException cause, TimeSpan? retryAfter)
    {
        var code = string.IsNullOrEmpty(cause.ErrorCode) ? null : Line(cause.ErrorCode, LongestCode);
        var status = (int)cause.StatusCode;
        var reason = $"{code ?? "no error code"} (HTTP {status})";
        var says = Quotable(code, cause.Message) is { } text ? $": {text}" : string.Empty;
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status, code);
        return new($"{service.Name} refused {Deed(operation, resource)} with {reason}{says}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            Code = code,
            RequestId = Line(cause.RequestId, LongestCode),
            RetryAfter = retryAfter,
            Kind = kind,
            Advice = advice,
        };
    }

    internal static AwsException Silent(AwsService service, string operation, string? resource, Exception cause)
    {
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status: null, code: null);
        var why = Line(cause.Message, LongestSentence);
        return new($"{service.Name} gave no answer to {Deed(operation, resource)}: {why}", cause)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Kind = kind,
            Advice = advice,
        };
    }

    internal static AwsException Unreadable(
        AwsService service, string operation, string? resource, int? status, string? requestId)
    {
        var (kind, advice) = AwsFailure.Classify(service.Id, operation, status, code: null);
        var http = status is null ? "" : $" (HTTP {status})";
        return new($"{service.Name} gave an unreadable answer to {Deed(operation, resource)}{http}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            RequestId = Line(requestId, LongestCode),
            Kind = kind,
            Advice = advice,
        };
    }

    /// <summary>The service did what was asked, and it is not what a person should have put there.</summary>
    internal static AwsException Unusable(
        AwsService service, string operation, string resource, string fact, string advice) =>
        new($"{service.Name} answered {Deed(operation, resource)}, but {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };

    /// <summary>The service would not take what it should be sent.</summary>
    internal static AwsException NotSent(
        AwsService service, string operation, string resource, string fact, string advice) =>
        new($"{Deed(operation, resource)} was not sent to {service.Name}: {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Kind = FailureKind.NeedsOperator,
            Advice = advice,
        };

    /// <summary>A batch was answered with success, but some of its entries were refused.</summary>
    internal static AwsException EntriesRefused(
        AwsService service, string operation, string resource, IReadOnlyList<SqsEntryFailure> entries)
    {
        var code = Line(entries[0].Code, LongestCode);
        var kind = entries.Any(entry => entry.Kind == FailureKind.NeedsOperator) ? FailureKind.NeedsOperator : FailureKind.Retryable;
        var deed = Deed(operation, resource);
        return new($"{service.Name} did not take {entries.Count} of the entries of {deed}: {code}", null)
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

    private static string Deed(string operation, string? resource) =>
        resource is null ? operation : $"{operation} on {resource}";

    // The sentence of the service is worth much ("User … is not authorized to perform …") and is quoted where it cannot
    // hold a part of the signed request. Without a code the SDK puts the raw body in its place.
    private static string? Quotable(string? code, string? message)
    {
        string[] unsafeWords = ["signature", "token", "credential", "x-amz-", "aws4", "http body"];
        if (code is null || string.IsNullOrWhiteSpace(message)
            || Array.Exists(unsafeWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return null;
        return Line(message, LongestSentence);
    }

    [return: NotNullIfNotNull(nameof(text))]
    private static string? Line(string? text, int longest)
    {
        var line = text?.ReplaceLineEndings(" ").Trim();
        return line?.Length > longest ? $"{line.AsSpan(0, longest)}…" : line;
    }
}
