using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>A call to a remote system that failed.</summary>
internal sealed class Failure(string message) : RemoteSystemException(message, null)
{
    /// <summary>A failure that waiting mends.</summary>
    public static Failure Passing(string message = "Vendor answered 503") => New(message, Remedy.Retry, null);

    /// <summary>A failure that a person has to mend.</summary>
    public static Failure Lasting(string message = "Vendor answered 401", string advice = "Renew the key.") =>
        New(message, Remedy.Person, advice);

    /// <summary>A failure of a system that asks to be left alone for a while.</summary>
    public static Failure Busy(TimeSpan retryAfter) =>
        new("Vendor answered 429")
        {
            RemoteSystem = "Vendor",
            Operation = "GET /accounts",
            Remedy = Remedy.Retry,
            RetryAfter = retryAfter,
        };

    private static Failure New(string message, Remedy remedy, string? advice) => new(message)
    {
        RemoteSystem = "Vendor",
        Operation = "GET /accounts",
        Remedy = remedy,
        WhatToDo = advice,
    };
}
