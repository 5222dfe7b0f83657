using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// An onboarding with a fake organization, a fake account and scripted protections.
/// </summary>
internal sealed class OnboardingRig : IMemberAccounts, IRunLog
{
    private readonly AccountOnboarding _onboarding;

    public OnboardingRig(AccountScope scope, FakeOrganization organization, params FakeProtection[] protections)
    {
        Organization = organization;
        _onboarding = new AccountOnboarding(
            new ScopedOrganization(organization, scope), new ProtectionSet(protections, this, this));
    }

    public FakeOrganization Organization { get; }

    /// <summary>The accounts that were opened, with the permissions of the session.</summary>
    public List<(AccountId Id, IReadOnlyList<SessionPermission> Permissions)> Opened { get; } = [];

    public List<string> Logged { get; } = [];

    public FakeAccount Account { get; } = new(new ManualTime(Sample.Start));

    public static OnboardingRig With(params FakeProtection[] protections) =>
        new(AccountScope.Everything, new FakeOrganization(Sample.Account), protections);

    public async Task<RunOutcome> RunAsync(
        Origin origin, CancellationToken cancellationToken, string? name = "payments-prod") =>
        (await ReportAsync(origin, cancellationToken, name)).Outcome;

    public Task<RunReport> ReportAsync(
        Origin origin, CancellationToken cancellationToken, string? name = "payments-prod") =>
        _onboarding.RunAsync(new OnboardingRequest(Sample.Id, name, origin), cancellationToken);

    public Task<RunOutcome> RunAsync(OnboardingRequest request, CancellationToken cancellationToken) =>
        OutcomeAsync(_onboarding.RunAsync(request, cancellationToken));

    public Task<Plan> PlanAsync(CancellationToken cancellationToken) =>
        _onboarding.PlanAsync(Sample.Account, [], cancellationToken);

    private static async Task<RunOutcome> OutcomeAsync(Task<RunReport> running) => (await running).Outcome;

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions)
    {
        Opened.Add((id, permissions));
        return Account.Enter();
    }

    void IRunLog.StepApplied(AccountId account, string? accountName, Step step) =>
        Logged.Add($"{accountName}: {step}");
}
