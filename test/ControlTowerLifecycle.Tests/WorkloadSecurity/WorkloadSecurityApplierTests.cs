using System.Diagnostics;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Each step is one change. The age of the role decides how long a registration waits.</summary>
public class WorkloadSecurityApplierTests
{
    private static readonly PolicyDocument Trust = Sample.Role.Trust(Sample.ExternalId);
    private static readonly NewRole NewRole = Sample.Role.New(Sample.Id, Trust, connectorsBefore: 0);
    private static readonly RoleState Right = new(Sample.RoleArn, Trust, null, ["one", "two"], NewRole.Tags, Sample.Start.AddDays(-1));

    private readonly FakeVendor _vendor = new();
    private readonly FakeRegistrationRecord _record = new();
    private readonly TenantClient _tenant;
    private readonly ExternalIdSource _externalIds;
    private readonly FakeAccount _account;

    public WorkloadSecurityApplierTests()
    {
        _tenant = new TenantClient(_vendor);
        _externalIds = new ExternalIdSource(Sample.ExternalId, _tenant.Api, _tenant.Keys, _tenant.Time);
        _account = new FakeAccount(_tenant.Time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_is_created()
    {
        await ApplyAsync(new CreateRole(NewRole));

        Assert.Equal((Trust, "0"), (_account.Role?.Trust, _account.Role?.Tags["ControlTowerLifecycle:ConnectorsBefore"]));
    }

    [Fact]
    public async Task Role_created_by_another_run_in_the_meantime_is_observed_again()
    {
        _account.Role = Right;

        await Assert.ThrowsAsync<StaleStateException>(() => ApplyAsync(new CreateRole(NewRole)));

        Assert.Same(Right, _account.Role);
    }

    [Fact]
    public async Task Trust_is_updated()
    {
        _account.Role = Right with { Trust = null };

        await ApplyAsync(new UpdateTrust(Sample.Role.Name, Trust));

        Assert.Equal(Trust, _account.Role.Trust);
    }

    [Fact]
    public async Task Inline_policy_is_put()
    {
        _account.Role = Right;

        await ApplyAsync(new PutRolePolicy(Sample.Role.Name, ConnectorRole.PolicyName, ConnectorRole.Policy));

        Assert.Equal(ConnectorRole.Policy, _account.Role.InlinePolicy);
    }

    [Fact]
    public async Task Managed_policy_is_detached()
    {
        _account.Role = Right;

        await ApplyAsync(new DetachRolePolicy(Sample.Role.Name, "one"));

        Assert.Equal(["two"], _account.Role.AttachedPolicyArns);
    }

    [Fact]
    public async Task Connector_is_modified()
    {
        var connector = _vendor.Add("by hand", null);

        await ApplyAsync(new ModifyConnector(connector.Id, Sample.Fields with { DisplayName = null }));

        Assert.Equal(connector with { RoleArn = Sample.RoleArn }, Assert.Single(_vendor.Connectors));
    }

    [Fact]
    public async Task Twin_is_removed()
    {
        _vendor.Add(Sample.ConnectorName, Sample.RoleArn);
        var twin = _vendor.Add(Sample.ConnectorName, Sample.RoleArn);

        await ApplyAsync(new RemoveTwinConnector(twin.Id));

        Assert.Equal(1, Assert.Single(_vendor.Connectors).Id);
    }

    [Fact]
    public async Task Run_that_created_the_role_registers_without_a_search()
    {
        await ApplyAsync(new CreateRole(NewRole), new RegisterConnector(Sample.Fields));

        Assert.Equal(["POST awsconnectors"], _vendor.Calls);
    }

    [Fact]
    public async Task Run_that_found_a_new_role_waits()
    {
        var young = Right with { CreatedAt = Sample.Start.AddSeconds(-3) };
        _account.Role = young;

        await ApplyAsync(_account.Enter(), young, new RegisterConnector(Sample.Fields));

        Assert.Equal(TimeSpan.FromSeconds(14), _tenant.Waited);
    }

    [Fact]
    public async Task Registration_waits_for_an_updated_trust() =>
        await AssertWaitsAsync(new UpdateTrust(Sample.Role.Name, Trust));

    [Fact]
    public async Task Registration_waits_for_a_new_inline_policy() =>
        await AssertWaitsAsync(new PutRolePolicy(Sample.Role.Name, ConnectorRole.PolicyName, ConnectorRole.Policy));

    [Fact]
    public async Task Policy_of_a_new_role_does_not_extend_the_lead()
    {
        var slow = _account.Enter(call =>
        {
            _tenant.Time.Advance(TimeSpan.FromSeconds(8));
            return Task.CompletedTask;
        });

        await ApplyAsync(
            slow,
            null,
            new CreateRole(NewRole),
            new PutRolePolicy(Sample.Role.Name, ConnectorRole.PolicyName, ConnectorRole.Policy),
            new RegisterConnector(Sample.Fields));

        // The observation is older than the lead, so the run looks again by role and by account before it registers.
        Assert.Equal(
            ["POST awsconnectors/search", "POST awsconnectors/search", "POST awsconnectors", "POST awsconnectors/search"],
            _vendor.Calls);
    }

    [Fact]
    public async Task Account_without_connector_is_put_on_record()
    {
        await ApplyAsync(new RecordNoConnector(Sample.Id));

        Assert.Equal([Sample.Id], _record.Accounts);
    }

    [Fact]
    public async Task Record_is_forgotten()
    {
        _record.Accounts.Add(Sample.Id);

        await ApplyAsync(new ForgetConnector(Sample.Id));

        Assert.Empty(_record.Accounts);
    }

    [Fact]
    public async Task Connector_registered_by_another_run_is_reported_as_adopted()
    {
        _account.Role = Right with { CreatedAt = Sample.Start.AddSeconds(-3) };
        var other = _vendor.Add(Sample.ConnectorName, Sample.RoleArn);

        var applied = await ApplyAsync(new RegisterConnector(Sample.Fields));

        Assert.Equal([new AdoptConnector(other.Id)], applied);
    }

    [Fact]
    public async Task Duplicate_found_after_registering_is_reported_as_its_own_step()
    {
        _vendor.Script(register =>
        {
            var response = register();
            _vendor.Add(Sample.ConnectorName, Sample.RoleArn);
            return response;
        });
        _account.Role = Right;

        var applied = await ApplyAsync(new RegisterConnector(Sample.Fields));

        Assert.Equal([new RegisterConnector(Sample.Fields), new RemoveTwinConnector(2)], applied);
        Assert.Equal(1, Assert.Single(_vendor.Connectors).Id);
    }

    [Fact]
    public async Task Step_of_another_protection_is_a_defect() =>
        await Assert.ThrowsAsync<UnreachableException>(() => ApplyAsync(new FakeStep("another")));

    private async Task AssertWaitsAsync(WorkloadSecurityStep change)
    {
        _account.Role = Right;
        _vendor.RoleIsAssumable = _ => _tenant.Waited > TimeSpan.Zero;

        await ApplyAsync(_account.Enter(), Right, change, new RegisterConnector(Sample.Fields));

        Assert.Single(_vendor.Connectors);
    }

    private Task<IReadOnlyList<Step>> ApplyAsync(params Step[] steps) => ApplyAsync(_account.Enter(), _account.Role, steps);

    private async Task<IReadOnlyList<Step>> ApplyAsync(IMemberAccount member, RoleState? role, params Step[] steps)
    {
        var applier = new WorkloadSecurityApplier(
            Sample.Id,
            member,
            new WorkloadSecurityState(role, []) { ExternalId = Sample.ExternalId, ObservedAt = Sample.Start },
            _tenant.Api,
            _externalIds,
            _record,
            new RoleReadiness(),
            _tenant.Time);
        List<Step> applied = [];
        foreach (var step in steps)
            applied.AddRange(await applier.ApplyAsync(step, Token));

        return applied;
    }
}
