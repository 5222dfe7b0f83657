using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsProtectionTests
{
    private readonly CloudAccountsRig _rig = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_account_is_connected_and_a_second_run_writes_nothing()
    {
        Assert.IsType<RunOutcome.Onboarded>(await _rig.RunAsync(Token));
        var (writes, bodies) = (_rig.Account.Writes.Count, _rig.Vendor.Bodies.Count);

        Assert.Equal(new RunOutcome.Unchanged(), await _rig.RunAsync(Token));

        Assert.Equal(8, writes);
        Assert.Equal(writes, _rig.Account.Writes.Count);
        Assert.Equal(bodies, _rig.Vendor.Bodies.Count);
        Assert.Equal(CloudSample.PolicyArns.Order(StringComparer.Ordinal), _rig.Account.Role!.AttachedPolicyArns.Order(StringComparer.Ordinal));
        Assert.True(CloudSample.Role.Trust(Sample.Id).Equals(_rig.Account.Role.Trust));
    }

    [Fact]
    public async Task Account_that_a_walk_listed_costs_no_call_to_the_vendor()
    {
        await _rig.RunAsync(Token);
        _rig.Vendor.Calls.Clear();

        var known = KnownConnection.Write(isOurs: true, hasWorkload: false, CloudSample.RoleArn);
        Assert.Equal(new RunOutcome.Unchanged(), await _rig.RunAsync([known], Token));

        Assert.Empty(_rig.Vendor.Calls);
    }

    [Fact]
    public async Task Run_that_continues_after_the_end_of_its_invocation_does_not_connect_the_account()
    {
        _rig.Api.End.Set(Sample.Start);

        var outcome = Assert.IsType<RunOutcome.Retry>(await _rig.RunAsync(Token));

        Assert.Equal("POST /awsAccounts was not called: the invocation is over", outcome.Failure.Cause);
        Assert.Empty(_rig.Vendor.Accounts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changed_role_of_an_account_that_the_vendor_does_not_list_is_found_without_a_vendor_call(bool isChanged)
    {
        await _rig.RunAsync(Token);
        _rig.Vendor.Calls.Clear();
        _rig.Account.Role = _rig.Account.Role! with { OtherInlinePolicyNames = isChanged ? ["more"] : [] };
        var protection = _rig.Protection;

        var plan = protection.Plan(
            Sample.Account, await protection.ObserveUnregisteredAsync(Sample.Id, _rig.Account.Enter(), Token));

        Assert.Equal(isChanged, plan is { Conflict: not null, IsWidened: true });
        Assert.Equal(isChanged, plan.Steps is []);
        Assert.Empty(_rig.Vendor.Calls);
    }

    [Fact]
    public async Task Known_registration_of_another_form_is_read_at_the_vendor()
    {
        await _rig.RunAsync(Token);
        _rig.Vendor.Calls.Clear();

        await _rig.RunAsync([new KnownRegistration("cloud-accounts", "17", CloudSample.RoleArn)], Token);

        Assert.Equal(["GET awsAccounts/444455556666"], _rig.Vendor.Calls);
    }

    [Fact]
    public async Task Account_of_another_owner_is_unchanged_and_named()
    {
        _rig.Vendor.Add("444455556666", CloudSample.RoleArn, account => account["organizationID"] = "o-1");

        var outcome = Assert.IsType<RunOutcome.Unchanged>(await _rig.RunAsync(Token));

        Assert.Equal("connected to Cloud Accounts by the vendor's connection of organization o-1; it is left alone", outcome.Why);
        Assert.Empty(_rig.Account.Writes);
    }

    [Fact]
    public async Task Account_of_another_owner_that_a_walk_listed_costs_no_call_to_the_vendor()
    {
        var known = KnownConnection.Write(isOurs: false, hasWorkload: false, CloudSample.RoleArn);

        var outcome = Assert.IsType<RunOutcome.Unchanged>(await _rig.RunAsync([known], Token));

        Assert.Equal("connected to Cloud Accounts by another owner; it is left alone", outcome.Why);
        Assert.Empty(_rig.Vendor.Calls);
        Assert.Empty(_rig.Account.Writes);
    }

    [Fact]
    public async Task Run_that_lost_a_race_for_the_role_ends_with_one_connection()
    {
        var raced = false;
        _rig.Gate = call =>
        {
            if (call == "CreateRole" && !raced)
            {
                raced = true;
                _rig.Account.Role = CloudSample.RoleState with { AttachedPolicyArns = [] };
            }

            return Task.CompletedTask;
        };

        Assert.IsType<RunOutcome.Onboarded>(await _rig.RunAsync(Token));

        Assert.Equal(3, _rig.Account.Role!.AttachedPolicyArns.Count);
        Assert.Single(_rig.Vendor.Accounts);
    }

    [Fact]
    public async Task Refused_entry_is_reported_before_every_other_failure()
    {
        _rig.Account.Refusal = new FakeRemoteException("the role refuses") { RemoteSystem = "AWS STS", Operation = "AssumeRole", Kind = FailureKind.Retryable };

        var outcome = Assert.IsType<RunOutcome.Retry>(await _rig.RunAsync(Token));

        Assert.Equal("the role refuses", outcome.Failure.Cause);
    }

    [Fact]
    public async Task Verification_checks_the_host_the_right_and_the_path()
    {
        await _rig.Protection.VerifyAsync(Token);

        Assert.Equal(["GET /v3.0/healthcheck/connectivity", "GET awsAccounts"], _rig.Vendor.Calls);
    }

    [Fact]
    public async Task Unknown_feature_is_refused_with_the_list_of_features()
    {
        var rig = new CloudAccountsRig { Options = new ConnectionOptions { Features = [new("container-security", []), new("magic", [])] } };

        var failure = await Assert.ThrowsAsync<CloudAccountsException>(() => rig.Protection.VerifyAsync(Token));

        Assert.Equal(FailureKind.NeedsOperator, failure.Kind);
        Assert.Equal("CLOUD_ACCOUNTS_FEATURES names features that do not exist: magic", failure.Message);
        Assert.Equal("Use features of this list: container-security, cloud-response.", failure.Advice);
    }

    [Fact]
    public async Task Recorded_account_that_left_is_disconnected_and_nothing_else_is_removed()
    {
        await _rig.RunAsync(Token);
        await _rig.Record.RecordNoneBeforeAsync(Sample.Id, Token);
        var (writes, set) = (_rig.Account.Writes.Count, _rig.Set());
        var member = _rig.Account.Enter(_ => throw new UnexpectedCallException("a call to the account that left"));

        var states = await set.ObserveOffboardingAsync(Sample.Id, member, Token);
        await set.ApplyAsync(Sample.Id, null, set.PlanOffboarding(Sample.Id, states), member, states, Token);

        Assert.Empty(_rig.Vendor.Accounts);
        Assert.Equal(writes, _rig.Account.Writes.Count);
        Assert.NotNull(_rig.Account.Role);
    }
}
