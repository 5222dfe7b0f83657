using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecurityProtectionTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly FakeAccount _account = new(new ManualTime(Sample.Start));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_called_as_the_setting_calls_it() => Assert.Equal("workload-security", Protection().Name);

    [Fact]
    public void It_asks_for_the_one_permission_of_its_role()
    {
        var permission = Assert.Single(Protection().PermissionsIn(Sample.Id, SessionAccess.Onboard));

        Assert.Equal(Sample.RoleArn, permission.Resource);
    }

    [Fact]
    public async Task Verifying_proves_the_external_id_and_the_key()
    {
        _wire.Answer(200, Told("AAAA-1111")).Answer(200, "{}");

        await Protection().VerifyAsync(Token);

        Assert.Equal(["/api/awsconnectorsettings", "/api/awsconnectors/search"], _wire.Sent.Select(sent => sent.Uri.AbsolutePath));
    }

    [Fact]
    public async Task Verifying_proves_the_key_where_the_external_id_is_given()
    {
        _wire.Answer(403);

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => Protection(given: "GIVEN-1").VerifyAsync(Token));
    }

    [Fact]
    public async Task What_is_found_is_planned_with_the_tenant_s_external_id()
    {
        _wire.Answer(200, "{}").Answer(200, Told("TOLD-1"));

        var plan = await PlanAsync(Protection());

        Assert.Equal(["create-role", "put-role-policy", "register-connector"], plan.Select(step => step.Verb));
        Assert.Equal(Sample.Role.Trust("TOLD-1"), Assert.IsType<CreateRole>(plan[0]).Role.Trust);
    }

    [Fact]
    public async Task A_role_that_trusts_another_external_id_has_the_tenant_asked_again()
    {
        _wire.Answer(200, Told("OLD-1")).Answer(200, "{}");
        var protection = Protection();
        await protection.VerifyAsync(Token);
        _account.Role = Role("NEW-1");
        _wire.Answer(200, Connected()).Answer(200, Told("NEW-1"));

        Assert.Empty(await PlanAsync(protection));
    }

    [Fact]
    public async Task A_role_that_trusts_another_external_id_is_turned_to_the_one_that_the_tenant_tells_by_then()
    {
        _account.Role = Role("OLD-1");
        _wire.Answer(200, Connected()).Answer(200, Told("NEW-1")).Answer(200, Told("NEWER-1"));

        var step = Assert.IsType<UpdateTrust>((await PlanAsync(Protection()))[^1]);

        Assert.Equal(Sample.Role.Trust("NEWER-1"), step.Trust);
    }

    [Fact]
    public async Task A_role_that_is_right_has_nobody_asked_again()
    {
        _account.Role = Role("TOLD-1");
        _wire.Answer(200, Connected()).Answer(200, Told("TOLD-1"));

        Assert.Empty(await PlanAsync(Protection()));
        Assert.True(_wire.IsOver);
    }

    [Fact]
    public async Task That_the_account_cannot_be_entered_is_told_before_what_would_fail_everywhere()
    {
        _wire.Answer(401).Answer(401);
        var refused = _account.Enter(_ => throw FakeProtection.Failure(FailureKind.Retryable));

        await Assert.ThrowsAsync<FakeRemoteException>(() => Protection().ObserveAsync(Sample.Id, refused, null, Token));
    }

    [Fact]
    public async Task Looking_writes_nothing()
    {
        _wire.Answer(200, "{}").Answer(200, Told("TOLD-1"));

        await PlanAsync(Protection());

        Assert.Empty(_account.Writes);
        Assert.DoesNotContain(_wire.Sent, sent => sent.Uri.AbsolutePath == "/api/awsconnectors");
    }

    [Fact]
    public async Task A_right_account_that_is_known_to_be_registered_costs_no_call_of_the_vendor()
    {
        _account.Role = Role("GIVEN-1");

        Assert.Empty(await PlanAsync(Protection(given: "GIVEN-1"), Registered));

        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task A_known_registration_does_not_hide_what_its_role_lacks()
    {
        _account.Role = Role("GIVEN-1") with { InlinePolicy = null };

        Assert.Equal(["put-role-policy"], await VerbsAsync(Protection(given: "GIVEN-1"), Registered));

        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task A_known_registration_is_looked_up_before_its_connector_is_changed()
    {
        _account.Role = Role("OLD-1");
        _wire.Answer(200, """{"awsConnectors":[{"ID":9,"crossAccountRoleArn":"arn:aws:iam::444455556666:role/CloudOneWorkloadConnectorRole"}]}""");

        var plan = await PlanAsync(Protection(given: "GIVEN-1"), Registered);

        Assert.Equal(9, Assert.Single(plan.OfType<ModifyConnector>()).Id);
    }

    [Fact]
    public async Task A_known_registration_is_looked_up_where_its_role_is_gone()
    {
        _wire.Answer(200, "{}");

        Assert.Equal(
            ["create-role", "put-role-policy", "register-connector"], await VerbsAsync(Protection(given: "GIVEN-1"), Registered));
    }

    [Fact]
    public async Task A_known_registration_whose_id_is_none_of_the_vendor_s_is_looked_up()
    {
        _account.Role = Role("GIVEN-1");
        _wire.Answer(200, Connected());

        Assert.Empty(await PlanAsync(Protection(given: "GIVEN-1"), Registered with { Id = "five" }));

        Assert.True(_wire.IsOver);
    }

    private static readonly KnownRegistration Registered = new("workload-security", "5", Sample.RoleArn);

    private static string Told(string externalId) => $$"""{"externalId":"{{externalId}}"}""";

    private static string Connected() => $$"""{"awsConnectors":[{"ID":5,"crossAccountRoleArn":"{{Sample.RoleArn}}"}]}""";

    private static RoleState Role(string externalId) => new(
        Sample.RoleArn, Sample.Role.Trust(externalId), ConnectorRole.Policy, [], new Dictionary<string, string>(), Sample.Start);

    private async Task<IReadOnlyList<Step>> PlanAsync(
        WorkloadSecurityProtection protection, KnownRegistration? known = null) =>
        protection.Plan(Sample.Account, await protection.ObserveAsync(Sample.Id, _account.Enter(), known, Token)).Steps;

    private async Task<IEnumerable<string>> VerbsAsync(WorkloadSecurityProtection protection, KnownRegistration known) =>
        (await PlanAsync(protection, known)).Select(step => step.Verb);

    private WorkloadSecurityProtection Protection(string? given = null)
    {
        var tenant = new TenantClient(_wire);
        return new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource(given, tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            new NoRegistrationRecord(),
            AccountId.Parse("111122223333"),
            workspacesEnabled: false,
            tenant.Time);
    }
}
