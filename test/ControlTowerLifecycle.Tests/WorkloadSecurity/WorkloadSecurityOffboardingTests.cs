using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The offboarding of an account from observation to last step, with a fake vendor and fake IAM.</summary>
public class WorkloadSecurityOffboardingTests
{
    private readonly FakeVendor _vendor = new();
    private readonly FakeRegistrationRecord _record = new();
    private readonly FakeAccount _account;
    private readonly WorkloadSecurityProtection _protection;

    public WorkloadSecurityOffboardingTests()
    {
        var tenant = new TenantClient(_vendor);
        _account = new FakeAccount(tenant.Time);
        _protection = new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource(null, tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            _record,
            Sample.Management,
            workspacesEnabled: false,
            tenant.Time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connector_and_role_are_removed()
    {
        Protect();

        await OffboardAsync();

        Assert.Empty(_vendor.Connectors);
        Assert.Null(_account.Role);
        Assert.Equal(["DetachRolePolicy", "DeleteRolePolicy", "DeleteRole"], _account.Writes);
    }

    [Fact]
    public async Task Observation_writes_nothing_and_needs_no_external_ID()
    {
        Protect();

        await ObserveAsync();

        Assert.Equal(["POST awsconnectors/search", "POST awsconnectors/search"], _vendor.Calls);
        Assert.Empty(_account.Writes);
    }

    [Fact]
    public async Task Searches_run_at_the_same_time()
    {
        Protect();
        var arrived = 0;
        var both = new TaskCompletionSource();
        _vendor.Gate = _ => Interlocked.Increment(ref arrived) == 2 ? Complete(both) : both.Task;

        await ObserveAsync();

        Assert.Equal(2, arrived);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connector_without_an_account_id_is_removed(bool isEntered)
    {
        Protect();
        _record.Accounts.Add(Sample.Id);
        _account.Refusal = isEntered ? null : WalkRig.Refused();
        _vendor.Connectors[0] = _vendor.Connectors[0] with { AccountId = "" };

        await OffboardAsync();

        Assert.Empty(_vendor.Connectors);
        Assert.Equal(isEntered, _account.Role is null);
    }

    [Fact]
    public async Task Connector_without_an_account_id_that_is_not_proven_to_be_ours_stays_with_its_role()
    {
        Protect(connectorsBefore: 1);
        _vendor.Connectors[0] = _vendor.Connectors[0] with { AccountId = "" };

        await OffboardAsync();

        Assert.Single(_vendor.Connectors);
        Assert.NotNull(_account.Role);
    }

    [Fact]
    public async Task Connector_without_an_account_id_of_another_account_stays()
    {
        Protect();
        _vendor.Add("ControlTower - other - 999988887777", "arn:aws:iam::999988887777:role/CloudOneWorkloadConnectorRole", account: "");

        await OffboardAsync();

        Assert.Equal(2, Assert.Single(_vendor.Connectors).Id);
    }

    [Fact]
    public async Task Search_by_role_that_the_vendor_does_not_support_is_no_failure()
    {
        Protect();
        _vendor.SearchesByRole = false;

        await OffboardAsync();

        Assert.Empty(_vendor.Connectors);
    }

    [Fact]
    public async Task Recorded_connector_is_removed_if_the_account_cannot_be_entered()
    {
        Protect();
        _record.Accounts.Add(Sample.Id);
        _account.Refusal = WalkRig.Refused();

        await OffboardAsync();

        Assert.Empty(_vendor.Connectors);
        Assert.NotNull(_account.Role);
        Assert.Empty(_account.Writes);
        Assert.Empty(_record.Accounts);
    }

    [Fact]
    public async Task Unrecorded_connector_stays_if_the_account_cannot_be_entered()
    {
        Protect();
        _account.Refusal = WalkRig.Refused();

        await OffboardAsync();

        Assert.Single(_vendor.Connectors);
    }

    [Theory]
    [InlineData(0, "record-no-connector")]
    [InlineData(1)]
    public async Task Account_registered_before_the_record_was_kept_is_put_on_record_by_a_step(
        int connectorsBefore, params string[] expected)
    {
        Protect(connectorsBefore);
        _account.Role = _account.Role! with { AttachedPolicyArns = [] };

        var plan = _protection.Plan(Sample.Account, await _protection.ObserveAsync(Sample.Id, _account.Enter(), null, Token));

        Assert.Empty(_record.Accounts);
        Assert.Equal(expected, plan.Steps.Select(step => step.Verb));
    }

    [Fact]
    public async Task Unreadable_record_fails_the_offboarding()
    {
        Protect();
        _record.Failure = FakeProtection.Failure(FailureKind.Retryable);

        await Assert.ThrowsAsync<FakeRemoteException>(ObserveAsync);
    }

    [Fact]
    public async Task Other_failure_of_the_account_fails_the_offboarding()
    {
        Protect();
        _account.Refusal = FakeProtection.Failure(FailureKind.Retryable);

        await Assert.ThrowsAsync<FakeRemoteException>(ObserveAsync);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_interrupted_after_any_step_is_completed_by_the_next(int steps)
    {
        Protect();
        await OffboardAsync(steps);

        await OffboardAsync();

        Assert.Empty(_vendor.Connectors);
        Assert.Null(_account.Role);
    }

    [Fact]
    public async Task Concurrent_runs_do_not_fail_each_other()
    {
        Protect();
        var state = await ObserveAsync();
        var plan = _protection.PlanOffboarding(Sample.Id, state);
        var first = _protection.CreateApplier(Sample.Id, _account.Enter(), state);
        var second = _protection.CreateApplier(Sample.Id, _account.Enter(), state);

        foreach (var step in plan.Steps)
        {
            await first.ApplyAsync(step, Token);
            await second.ApplyAsync(step, Token);
        }

        Assert.Empty(_vendor.Connectors);
        Assert.Null(_account.Role);
    }

    private static Task Complete(TaskCompletionSource waiting)
    {
        waiting.SetResult();
        return Task.CompletedTask;
    }

    private void Protect(int connectorsBefore = 0)
    {
        var trust = Sample.Role.Trust(Sample.ExternalId);
        _account.Role = new RoleState(
            Sample.RoleArn, trust, ConnectorRole.Policy, [Sample.Role.PredecessorsPolicyIn(Sample.Id)],
            Sample.Role.New(Sample.Id, trust, connectorsBefore).Tags, Sample.Start);
        _vendor.Add(Sample.ConnectorName, Sample.RoleArn);
    }

    private Task<ProtectionState> ObserveAsync() =>
        _protection.ObserveOffboardingAsync(Sample.Id, _account.Enter(), Token);

    private async Task OffboardAsync(int steps = int.MaxValue)
    {
        var state = await ObserveAsync();
        var applier = _protection.CreateApplier(Sample.Id, _account.Enter(), state);
        foreach (var step in _protection.PlanOffboarding(Sample.Id, state).Steps.Take(steps))
            await applier.ApplyAsync(step, Token);
    }
}
