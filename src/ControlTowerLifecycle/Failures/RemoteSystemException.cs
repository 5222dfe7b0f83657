namespace ControlTowerLifecycle.Failures;

/// <summary>
/// A call to another system that failed, told once, at the adapter, in the words of that system.
/// Each remote system derives one exception of its own and decides <see cref="FailureKind"/> in one pure function.
/// </summary>
/// <param name="message">A sentence for a person at 3 a.m. It never holds a secret, a token, a signature or a query
/// string.</param>
/// <param name="innerException">What the transport threw, where it did.</param>
internal abstract class RemoteSystemException(string message, Exception? innerException)
    : Exception(message, innerException)
{
    /// <summary>The system in its own name, for example <c>AWS IAM</c> or <c>Workload Security</c>.</summary>
    public required string RemoteSystem { get; init; }

    /// <summary>
    /// The operation as the system's reference names it, for example <c>CreateRole</c> or <c>POST /awsconnectors</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>
    /// What the operation was done to: an ARN, a name or an account id. Null where the operation has no object.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>The HTTP status, or null where no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The error code of the system, for example <c>AccessDenied</c>, or null where it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The id under which the system's own support finds the call.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether a later attempt can mend it, or only a person.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>How long the system itself asks callers to wait, where it does (Retry-After).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a person should do, as a sentence. Null where nothing but waiting is asked of anybody.</summary>
    public string? Advice { get; init; }
}
