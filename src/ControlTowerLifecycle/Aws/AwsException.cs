using Amazon.Runtime;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws;

/// <summary>A call to AWS that failed. <see cref="AwsFailure"/> decides who can mend it.</summary>
public sealed class AwsException : RemoteSystemException
{
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
        var code = string.IsNullOrEmpty(cause.ErrorCode) ? null : cause.ErrorCode;
        var status = (int)cause.StatusCode;
        var reason = $"{code ?? "no error code"} (HTTP {status})";
        var says = Quotable(code, cause.Message) is { } text ? $": {text}" : string.Empty;
        var (remedy, whatToDo) = AwsFailure.Classify(service.Id, operation, status, code);
        return new($"{service.Name} refused {Deed(operation, resource)} with {reason}{says}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            Code = code,
            RequestId = cause.RequestId,
            RetryAfter = retryAfter,
            Remedy = remedy,
            WhatToDo = whatToDo,
        };
    }

    internal static AwsException Silent(AwsService service, string operation, string? resource, Exception cause)
    {
        var (remedy, whatToDo) = AwsFailure.Classify(service.Id, operation, status: null, code: null);
        return new($"{service.Name} gave no answer to {Deed(operation, resource)}: {cause.Message}", cause)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Remedy = remedy,
            WhatToDo = whatToDo,
        };
    }

    internal static AwsException Unreadable(
        AwsService service, string operation, string? resource, int status, string? requestId)
    {
        var (remedy, whatToDo) = AwsFailure.Classify(service.Id, operation, status, code: null);
        return new($"{service.Name} gave an unreadable answer to {Deed(operation, resource)} (HTTP {status})", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = status,
            RequestId = requestId,
            Remedy = remedy,
            WhatToDo = whatToDo,
        };
    }

    /// <summary>The service did what was asked, and it is not what a person should have put there.</summary>
    internal static AwsException Unusable(
        AwsService service, string operation, string resource, string fact, string whatToDo) =>
        new($"{service.Name} answered {Deed(operation, resource)}, but {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Remedy = Remedy.Person,
            WhatToDo = whatToDo,
        };

    /// <summary>The service would not take what it should be sent.</summary>
    internal static AwsException NotSent(
        AwsService service, string operation, string resource, string fact, string whatToDo) =>
        new($"{Deed(operation, resource)} was not sent to {service.Name}: {fact}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Remedy = Remedy.Person,
            WhatToDo = whatToDo,
        };

    /// <summary>A batch was answered with success, but some of its entries were refused, again and again.</summary>
    internal static AwsException EntriesRefused(
        AwsService service, string operation, string resource, IReadOnlyList<SqsEntryFailure> entries)
    {
        var remedy = entries.Any(entry => entry.Remedy == Remedy.Person) ? Remedy.Person : Remedy.Retry;
        return new($"{service.Name} did not take {entries.Count} of the entries of {Deed(operation, resource)}: {entries[0].Code}", null)
        {
            RemoteSystem = service.Name,
            Operation = operation,
            Resource = resource,
            Status = 200,
            Code = entries[0].Code,
            Remedy = remedy,
            WhatToDo = remedy == Remedy.Person ? "Look up the code in the API reference of SQS." : null,
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
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= 400 ? line : $"{line.AsSpan(0, 400)}…";
    }
}
