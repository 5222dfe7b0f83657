namespace ControlTowerLifecycle.Failures;

/// <summary>
/// A failed call to another system. The adapter creates it once, in the words of that system. Each remote system
/// derives one exception and decides the <see cref="FailureKind"/> in one pure function.
/// </summary>
/// <param name="message">A sentence for the operator on call. It never holds a secret, a token, a signature or a query
/// string.</param>
/// <param name="innerException">The exception of the transport, if there is one.</param>
internal abstract class RemoteSystemException(string message, Exception? innerException)
    : Exception(message, innerException)
{
    /// <summary>The system by its own name, for example <c>AWS IAM</c> or <c>Workload Security</c>.</summary>
    public required string RemoteSystem { get; init; }

    /// <summary>
    /// The operation as the system's reference names it, for example <c>CreateRole</c> or <c>POST /awsconnectors</c>.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>
    /// The object of the operation: an ARN, a name or an account id. Null if the operation has no object.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>The HTTP status, or null if no response came.</summary>
    public int? Status { get; init; }

    /// <summary>The error code of the system, for example <c>AccessDenied</c>, or null if it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The id under which the system's own support finds the call.</summary>
    public string? RequestId { get; init; }

    /// <summary>The kind of policy that denies the call explicitly, in the system's words; null if none does.</summary>
    public string? DeniedBy { get; init; }

    /// <summary>False if the call was not made, for example because it would have had to wait for too long.</summary>
    public bool WasSent { get; init; } = true;

    /// <summary>
    /// Whether the last attempt changed nothing: it was not sent, or the system itself says that it failed. False if the response
    /// was lost or says nothing. An earlier attempt of a call that is repeated can have changed something in any case.
    /// </summary>
    public bool HadNoEffect { get; init; }

    public required FailureKind Kind { get; init; }

    /// <summary>
    /// The failure needs the operator if it lasts, but it can be momentary: new accounts, roles, sessions and keys are not
    /// known everywhere for minutes. A refusal is final only after several attempts. A retryable failure, such as an unknown
    /// host name, stays retryable for the queue, but a walk makes only a few attempts.
    /// </summary>
    public bool IsUncertain { get; init; }

    /// <summary>How long the system asks callers to wait (Retry-After); null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the operator should do, as a sentence. Null if there is nothing to do but wait.</summary>
    public string? Advice { get; init; }
}
