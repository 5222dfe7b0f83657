using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>A dry run and a run from the same state, over the vendor's wire and the account's IAM.</summary>
public class DryRunTests : IMemberAccounts, IRunLog
{
    private const string OtherArn = "arn:aws:iam::444455556666:role/OfAnotherTeam";

    private readonly FakeVendor _vendor = new();
    private readonly FakeAccount _account;
    private readonly AccountOnboarding _onboarding;

    public DryRunTests()
    {
        var tenant = new TenantClient(_vendor);
        _account = new FakeAccount(tenant.Time);
        var protection = new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource(Sample.ExternalId, tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            new FakeRegistrationRecord(),
            Sample.Management,
            workspacesEnabled: true,
            tenant.Time);
        _onboarding = new AccountOnboarding(
            new ScopedOrganization(new FakeOrganization(Sample.Account), AccountScope.Everything),
            new ProtectionSet([protection], this, this));
    }

    [Theory]
    [InlineData("no role, no connector")]
    [InlineData("no role, a connector")]
    [InlineData("another trust")]
    [InlineData("another external ID")]
    [InlineData("another external ID, used by a connector")]
    [InlineData("no inline policy")]
    [InlineData("the predecessor's policy")]
    [InlineData("a role of another owner")]
    [InlineData("no connector")]
    [InlineData("a connector on another role")]
    [InlineData("a connector without WorkSpaces")]
    [InlineData("duplicate connectors")]
    [InlineData("nothing missing")]
    public async Task Plan_names_exactly_the_steps_that_the_run_then_applies(string state)
    {
        Arrange(state);

        var plan = await _onboarding.PlanAsync(Sample.Account, [], TestContext.Current.CancellationToken);
        Assert.Empty(_account.Writes);
        var report = await _onboarding.RunAsync(
            new OnboardingRequest(Sample.Id, Sample.Account.Name, Origin.Vended), TestContext.Current.CancellationToken);

        Assert.Equal(Printed(plan.Steps), Printed(AppliedBy(report.Outcome)));
        Assert.Empty((await _onboarding.PlanAsync(Sample.Account, [], TestContext.Current.CancellationToken)).Steps);
    }

    private void Arrange(string state)
    {
        var trust = Sample.Role.Trust(Sample.ExternalId);
        var role = new RoleState(
            Sample.RoleArn, trust, ConnectorRole.Policy, [], Sample.Role.New(Sample.Id, trust, 0).Tags, Sample.Start.AddDays(-1));
        _account.Role = state switch
        {
            "no role, no connector" or "no role, a connector" => null,
            "another trust" => role with { Trust = PolicyDocument.Parse("{}") },
            "another external ID" or "another external ID, used by a connector" =>
                role with { Trust = Sample.Role.Trust("ANOTHER-ID") },
            "no inline policy" => role with { InlinePolicy = null },
            "the predecessor's policy" => role with { AttachedPolicyArns = [Sample.Role.PredecessorsPolicyIn(Sample.Id)] },
            "a role of another owner" => role with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) },
            _ => role,
        };
        if (state is not ("no role, no connector" or "no connector" or "a role of another owner" or "another external ID"))
        {
            _vendor.Add(
                Sample.ConnectorName,
                state == "a connector on another role" ? OtherArn : Sample.RoleArn,
                workspaces: state != "a connector without WorkSpaces");
        }

        if (state == "duplicate connectors")
            _vendor.Add(Sample.ConnectorName, Sample.RoleArn, workspaces: true);
    }

    private static IReadOnlyList<Step> AppliedBy(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Onboarded onboarded => onboarded.Steps,
        RunOutcome.Unchanged => [],
        _ => throw new UnexpectedCallException($"{outcome}"),
    };

    private static IEnumerable<string> Printed(IEnumerable<Step> steps) => steps.Select(step => step.ToString());

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) => _account.Enter();

    void IRunLog.StepApplied(AccountId account, string? accountName, Step step)
    {
    }
}
