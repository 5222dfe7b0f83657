using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>A call to a remote system that failed.</summary>
internal sealed class Failure(string message) : RemoteSystemException(message, null)
{
    /// <summary>A failure that waiting mends.</summary>
    public static Failure Passing(string message = "Vendor answered 503") => New(message, FailureKind.Retryable, null);

    /// <summary>A failure that a person has to mend.</summary>
    public static Failure Lasting(string message = "Vendor answered 401", string advice = "Renew the key.") =>
        New(message, FailureKind.NeedsOperator, advice);

    /// <summary>A failure of a system that asks to be left alone for a while.</summary>
    public static Failure Busy(TimeSpan retryAfter) =>
        new("Vendor answered 429")
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
