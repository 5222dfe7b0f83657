using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// One process that onboards the account. Only IAM and the vendor are fakes. The gate gets each call together with the
/// name of the process.
/// </summary>
internal sealed class LifecycleRun : IMemberAccounts, IRunLog
{
    private readonly FakeAccount _account;
    private readonly Func<string, Task> _gate;
    private readonly AccountOnboarding _onboarding;

    public LifecycleRun(
        string name, ManualTime time, FakeAccount account, FakeVendor vendor, Func<string, Task> gate, bool takesOver = false)
    {
        _account = account;
        _gate = call => gate($"{name} {call}");
        var tenant = new TenantClient(new GatedVendor(vendor, _gate), time: time);
        var protection = new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource(Sample.ExternalId, tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            new NoRegistrationRecord(),
            Sample.Management,
            workspacesEnabled: false,
            time)
        {
            TakesOverForeignConnectors = takesOver,
        };
        _onboarding = new AccountOnboarding(
            new ScopedOrganization(new FakeOrganization(Sample.Account), AccountScope.Everything),
            new ProtectionSet([protection], this, this));
    }

    public async Task<RunOutcome> OnboardAsync(CancellationToken cancellationToken)
    {
        var request = new OnboardingRequest(Sample.Id, Sample.Account.Name, Origin.Backfill);
        return (await _onboarding.RunAsync(request, cancellationToken)).Outcome;
    }

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) => _account.Enter(_gate);

    void IRunLog.StepApplied(AccountId account, string? accountName, Step step)
    {
    }

    private sealed class GatedVendor(FakeVendor vendor, Func<string, Task> gate) : DelegatingHandler(vendor)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await gate($"{request.Method} {request.RequestUri!.AbsolutePath["/api/".Length..]}");
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
