using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>One attempt of a call: what differs between the APIs of the vendor.</summary>
internal abstract class VendorRequest
{
    public abstract TimeSpan Timeout { get; }

    /// <summary>Whether two calls have the same effect as one.</summary>
    public abstract bool IsIdempotent { get; }

    /// <summary>Called when the attempt has its turn, immediately before it is sent. It may throw instead.</summary>
    public virtual void BeforeSending(CallTurn turn)
    {
    }

    public abstract HttpRequestMessage Create();

    /// <summary>Reads the response to a call that failed.</summary>
    public abstract Task<VendorRefusal> ReadFailureAsync(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <summary>The failure of a call that was not made because it would have had to wait for too long.</summary>
    public abstract RemoteSystemException NoBudget(TimeSpan wait);

    /// <summary>The failure of a call that was not made because the invocation is over.</summary>
    public abstract RemoteSystemException NoTime();

    /// <summary>The failure of a call whose response is not of the expected form.</summary>
    public abstract RemoteSystemException Unreadable();

    /// <summary>The failure of a call without a response.</summary>
    public abstract RemoteSystemException NoResponse(MissingResponse missing);
}

/// <param name="Failure">What is thrown.</param>
/// <param name="ConcernsEveryCall">Whether no other call should be made for a while.</param>
/// <param name="RetryAfter">For how long; null if the vendor does not say.</param>
internal sealed record VendorRefusal(RemoteSystemException Failure, bool ConcernsEveryCall, TimeSpan? RetryAfter);
