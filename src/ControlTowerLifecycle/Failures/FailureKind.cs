namespace ControlTowerLifecycle.Failures;

/// <summary>What a failure needs. There is no third kind.</summary>
public enum FailureKind
{
    /// <summary>The same work, tried again later, can succeed without any change.</summary>
    Retryable,

    /// <summary>The work fails until an operator changes something.</summary>
    NeedsOperator,
}
