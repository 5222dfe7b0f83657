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
    public void Name_is_the_value_of_the_setting() => Assert.Equal("workload-security", Protection().Name);

    [Fact]
    public void Session_permission_covers_only_the_role()
    {
        var permission = Assert.Single(Protection().PermissionsIn(Sample.Id, SessionAccess.Onboard));

        Assert.Equal(Sample.RoleArn, permission.Resource);
    }

    [Fact]
    public async Task Verification_checks_the_external_ID_and_the_API_key()
    {
        _wire.Answer(200, ExternalIdResponse("AAAA-1111")).Answer(200, Sample.NoConnectors);

        await Protection().VerifyAsync(Token);

        Assert.Equal(["/api/awsconnectorsettings", "/api/awsconnectors/search"], _wire.Sent.Select(sent => sent.Uri.AbsolutePath));
    }

    [Fact]
    public async Task Verification_checks_the_API_key_if_the_external_ID_is_a_setting()
    {
        _wire.Answer(403);

        await Assert.ThrowsAsync<WorkloadSecurityException>(() => Protection(externalId: "GIVEN-1").VerifyAsync(Token));
    }

    [Fact]
    public async Task Plan_uses_the_external_ID_of_the_tenant()
    {
        _wire.Answer(200, Sample.NoConnectors).Answer(200, ExternalIdResponse("TENANT-1"));

        var plan = await PlanAsync(Protection());

        Assert.Equal(["create-role", "put-role-policy", "register-connector"], plan.Select(step => step.Verb));
        Assert.Equal(Sample.Role.Trust("TENANT-1"), Assert.IsType<CreateRole>(plan[0]).Role.Trust);
    }

    [Fact]
    public async Task External_ID_is_read_again_if_the_role_trusts_another()
    {
        _wire.Answer(200, ExternalIdResponse("OLD-1")).Answer(200, Sample.NoConnectors);
        var protection = Protection();
        await protection.VerifyAsync(Token);
        _account.Role = Role("NEW-1");
        _wire.Answer(200, ConnectorResponse()).Answer(200, ExternalIdResponse("NEW-1"));

        Assert.Empty(await PlanAsync(protection));
    }

    [Fact]
    public async Task Role_that_trusts_another_external_ID_gets_the_current_one()
    {
        _account.Role = Role("OLD-1");
        _wire.Answer(200, ConnectorResponse())
            .Answer(200, ExternalIdResponse("NEW-1"))
            .Answer(200, ExternalIdResponse("NEWER-1"));

        var step = Assert.IsType<UpdateTrust>((await PlanAsync(Protection()))[^1]);

        Assert.Equal(Sample.Role.Trust("NEWER-1"), step.Trust);
    }

    [Fact]
    public async Task External_ID_is_not_read_again_for_a_right_role()
    {
        _account.Role = Role("TENANT-1");
        _wire.Answer(200, ConnectorResponse()).Answer(200, ExternalIdResponse("TENANT-1"));

        Assert.Empty(await PlanAsync(Protection()));
        Assert.True(_wire.IsOver);
    }

    [Fact]
    public async Task Refused_entry_is_reported_before_vendor_failures()
    {
        _wire.Answer(401).Answer(401);
        var member = _account.Enter(_ => throw FakeProtection.Failure(FailureKind.Retryable));

        await Assert.ThrowsAsync<FakeRemoteException>(() => Protection().ObserveAsync(Sample.Id, member, null, Token));
    }

    [Fact]
    public async Task Observation_writes_nothing()
    {
        _wire.Answer(200, Sample.NoConnectors).Answer(200, ExternalIdResponse("TENANT-1"));

        await PlanAsync(Protection());

        Assert.Empty(_account.Writes);
        Assert.DoesNotContain(_wire.Sent, sent => sent.Uri.AbsolutePath == "/api/awsconnectors");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changed_role_of_an_account_that_the_vendor_does_not_list_is_found_without_a_vendor_call(bool isChanged)
    {
        _account.Role = Role("GIVEN-1") with { OtherInlinePolicyNames = isChanged ? ["more"] : [] };
        var protection = Protection(externalId: "GIVEN-1");

        var plan = protection.Plan(
            Sample.Account, await protection.ObserveUnregisteredAsync(Sample.Id, _account.Enter(), Token));

        Assert.Equal(isChanged, plan.Conflict is not null);
        Assert.Equal(isChanged, plan.Steps is []);
        Assert.Empty(_wire.Sent);
        Assert.Empty(_account.Writes);
    }

    [Fact]
    public async Task Right_account_with_a_known_registration_needs_no_vendor_call()
    {
        _account.Role = Role("GIVEN-1");

        Assert.Empty(await PlanAsync(Protection(externalId: "GIVEN-1"), Registered));

        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task Known_registration_does_not_hide_a_missing_policy()
    {
        _account.Role = Role("GIVEN-1") with { InlinePolicy = null };

        Assert.Equal(["put-role-policy"], await VerbsAsync(Protection(externalId: "GIVEN-1"), Registered));

        Assert.Empty(_wire.Sent);
    }

    [Fact]
    public async Task Known_registration_is_searched_before_its_connector_is_changed()
    {
        _account.Role = Role("OLD-1");
        _wire.Answer(200, """{"awsConnectors":[{"ID":9,"crossAccountRoleArn":"arn:aws:iam::444455556666:role/CloudOneWorkloadConnectorRole"}]}""");

        var plan = await PlanAsync(Protection(externalId: "GIVEN-1"), Registered);

        Assert.Equal(9, Assert.Single(plan.OfType<ModifyConnector>()).Id);
    }

    [Fact]
    public async Task Known_registration_is_searched_if_its_role_is_missing()
    {
        _wire.Answer(200, Sample.NoConnectors);

        Assert.Equal(
            ["create-role", "put-role-policy", "register-connector"],
            await VerbsAsync(Protection(externalId: "GIVEN-1"), Registered));
    }

    [Fact]
    public async Task Known_registration_with_an_invalid_id_is_searched()
    {
        _account.Role = Role("GIVEN-1");
        _wire.Answer(200, ConnectorResponse());

        Assert.Empty(await PlanAsync(Protection(externalId: "GIVEN-1"), Registered with { Id = "five" }));

        Assert.True(_wire.IsOver);
    }

    private static readonly KnownRegistration Registered = new("workload-security", "5", Sample.RoleArn);

    private static string ExternalIdResponse(string externalId) => $$"""{"externalId":"{{externalId}}"}""";

    private static string ConnectorResponse() =>
        $$"""{"awsConnectors":[{"ID":5,"crossAccountRoleArn":"{{Sample.RoleArn}}"}]}""";

    private static RoleState Role(string externalId) => new(
        Sample.RoleArn, Sample.Role.Trust(externalId), ConnectorRole.Policy, [], new Dictionary<string, string>(), Sample.Start);

    private async Task<IReadOnlyList<Step>> PlanAsync(
        WorkloadSecurityProtection protection, KnownRegistration? known = null) =>
        protection.Plan(Sample.Account, await protection.ObserveAsync(Sample.Id, _account.Enter(), known, Token)).Steps;

    private async Task<IEnumerable<string>> VerbsAsync(WorkloadSecurityProtection protection, KnownRegistration known) =>
        (await PlanAsync(protection, known)).Select(step => step.Verb);

    private WorkloadSecurityProtection Protection(string? externalId = null)
    {
        var tenant = new TenantClient(_wire);
        return new WorkloadSecurityProtection(
            tenant.Api,
            new ExternalIdSource(externalId, tenant.Api, tenant.Keys, tenant.Time),
            Sample.Role,
            new NoRegistrationRecord(),
            AccountId.Parse("111122223333"),
            workspacesEnabled: false,
            tenant.Time);
    }
}
