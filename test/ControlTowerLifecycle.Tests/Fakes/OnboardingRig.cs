using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// The onboarding between an organization, one way into its accounts, and protections that a test scripts.
/// </summary>
internal sealed class OnboardingRig : IMemberAccounts, IOnboardingLog
{
    private readonly AccountOnboarding _onboarding;

    public OnboardingRig(AccountScope scope, FakeOrganization organization, params FakeProtection[] protections)
    {
        Organization = organization;
        _onboarding = new AccountOnboarding(new ScopedOrganization(organization, scope), this, protections, this);
    }

    public FakeOrganization Organization { get; }

    /// <summary>The accounts that were opened, with the permissions of the session.</summary>
    public List<(AccountId Id, IReadOnlyList<SessionPermission> Permissions)> Opened { get; } = [];

    public List<string> Logged { get; } = [];

    public FakeAccount Account { get; } = new(new ManualTime(Sample.Start));

    public static OnboardingRig With(params FakeProtection[] protections) =>
        new(AccountScope.Everything, new FakeOrganization(Sample.Account), protections);

    public async Task<OnboardingOutcome> RunAsync(
        Origin origin, CancellationToken cancellationToken, string? name = "payments-prod") =>
        (await ReportAsync(origin, cancellationToken, name)).Outcome;

    public Task<OnboardingReport> ReportAsync(
        Origin origin, CancellationToken cancellationToken, string? name = "payments-prod") =>
        _onboarding.RunAsync(new OnboardingRequest(Sample.Id, name, origin), cancellationToken);

    public Task<OnboardingOutcome> RunAsync(OnboardingRequest request, CancellationToken cancellationToken) =>
        OutcomeAsync(_onboarding.RunAsync(request, cancellationToken));

    public Task<Observation> ObserveAsync(OnboardingRequest request, CancellationToken cancellationToken) =>
        _onboarding.ObserveAsync(request, cancellationToken);

    private static async Task<OnboardingOutcome> OutcomeAsync(Task<OnboardingReport> running) => (await running).Outcome;

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions)
    {
        Opened.Add((id, permissions));
        return Account.Enter();
    }

    void IOnboardingLog.StepApplied(AccountId account, string? accountName, OnboardingStep step) =>
        Logged.Add($"{accountName}: {step}");
}
