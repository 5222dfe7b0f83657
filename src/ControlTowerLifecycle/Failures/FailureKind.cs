namespace ControlTowerLifecycle.Failures;

/// <summary>What a failure needs. There is no third kind.</summary>
public enum FailureKind
{
    /// <summary>A later attempt at the same work can succeed without any change.</summary>
    Retryable,

    /// <summary>The work fails until an operator changes something.</summary>
    NeedsOperator,
}
