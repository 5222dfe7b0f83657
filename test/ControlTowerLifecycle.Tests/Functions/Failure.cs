using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>A call to a remote system that failed.</summary>
internal sealed class Failure(string message) : RemoteSystemException(message, null)
{
    public static Failure Passing(string message = "Vendor returned 503") => New(message, FailureKind.Retryable, null);

    public static Failure Lasting(string message = "Vendor returned 401", string advice = "Renew the key.") =>
        New(message, FailureKind.NeedsOperator, advice);

    /// <summary>A refusal that needs the operator, unless it is momentary.</summary>
    public static Failure Uncertain(string message = "Vendor returned 403") => new(message)
    {
        RemoteSystem = "Vendor",
        Operation = "GET /accounts",
        Kind = FailureKind.NeedsOperator,
        IsUncertain = true,
        Advice = "Renew the key.",
    };

    /// <summary>A retryable refusal that surely had no effect.</summary>
    public static Failure Refused(string message = "Vendor returned 429") => new(message)
    {
        RemoteSystem = "Vendor",
        Operation = "GET /accounts",
        Kind = FailureKind.Retryable,
        HadNoEffect = true,
    };

    /// <summary>A failure with a Retry-After.</summary>
    public static Failure Busy(TimeSpan retryAfter) =>
        new("Vendor returned 429")
        {
            RemoteSystem = "Vendor",
            Operation = "GET /accounts",
            Kind = FailureKind.Retryable,
            RetryAfter = retryAfter,
        };

    private static Failure New(string message, FailureKind kind, string? advice) => new(message)
    {
        RemoteSystem = "Vendor",
        Operation = "GET /accounts",
        Kind = kind,
        Advice = advice,
    };
}
