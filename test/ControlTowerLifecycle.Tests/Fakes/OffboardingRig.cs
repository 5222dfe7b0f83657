using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// An offboarding with a fake organization, fake governance, a fake account and scripted protections.
/// </summary>
internal sealed class OffboardingRig : IMemberAccounts, IRunLog
{
    private readonly AccountOffboarding _offboarding;

    public OffboardingRig(
        AccountScope scope, FakeOrganization organization, FakeGovernance governance, params FakeProtection[] protections)
    {
        Organization = organization;
        _offboarding = new AccountOffboarding(
            new ScopedOrganization(organization, scope), governance, Sample.Management,
            new ProtectionSet(protections, this, this));
    }

    public FakeOrganization Organization { get; }

    /// <summary>The accounts that were opened, with the permissions of the session.</summary>
    public List<(AccountId Id, IReadOnlyList<SessionPermission> Permissions)> Opened { get; } = [];

    public List<string> Logged { get; } = [];

    public Task<RunReport> ReportAsync(AccountId id, CancellationToken cancellationToken) =>
        _offboarding.RunAsync(id, cancellationToken);

    public async Task<RunOutcome> RunAsync() =>
        (await ReportAsync(Sample.Id, TestContext.Current.CancellationToken)).Outcome;

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions)
    {
        Opened.Add((id, permissions));
        return new FakeAccount(new ManualTime(Sample.Start)).Enter();
    }

    void IRunLog.StepApplied(AccountId account, string? accountName, Step step) =>
        Logged.Add($"{accountName}: {step}");
}
