namespace ControlTowerLifecycle.Onboarding;

/// <summary>The way to a person.</summary>
public interface INotifications
{
    /// <summary>Tells of an account that only a person can bring under protection.</summary>
    Task TellAsync(OnboardingReport report, OnboardingFailure failure, CancellationToken cancellationToken);
}
