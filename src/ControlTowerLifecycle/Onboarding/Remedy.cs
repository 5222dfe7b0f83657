namespace ControlTowerLifecycle.Onboarding;

/// <summary>Who can mend a failure. There is no third kind.</summary>
public enum Remedy
{
    /// <summary>The same work, done again later, can succeed without anybody doing anything.</summary>
    Retry,

    /// <summary>Nothing changes until a person changes something.</summary>
    Person,
}
