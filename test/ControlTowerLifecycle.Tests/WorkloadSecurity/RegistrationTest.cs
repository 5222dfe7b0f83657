using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>One run of the registration with an unreliable vendor and a clock that advances during each wait.</summary>
public abstract class RegistrationTest
{
    private protected const string Register = "POST awsconnectors";
    private protected const string Search = "POST awsconnectors/search";
    private protected const string OtherArn = "arn:aws:iam::444455556666:role/AnotherTeam";

    private protected RegistrationTest()
    {
        Tenant = new TenantClient(Vendor);
        Registration = new ConnectorRegistration(Tenant.Api, Tenant.Time, Sample.Start, Readiness);
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected static RoleHistory JustMade => new(CreatedByThisRun: true, Sample.Start, Sample.Start);

    private protected static RoleHistory Old => new(CreatedByThisRun: false, Sample.Start.AddDays(-1), null);

    private protected FakeVendor Vendor { get; } = new();

    private protected TenantClient Tenant { get; }

    private protected RoleReadiness Readiness { get; } = new();

    private protected ConnectorRegistration Registration { get; }

    private protected Task RegisterAsync(RoleHistory role) =>
        Registration.RegisterAsync(Sample.Id, new WorkloadSecurityStep.RegisterConnector(Sample.Fields), role, Token);

    private protected void AssertOne(int id) => Assert.Equal(
        [new VendorConnector(id, Sample.Id.Value, Sample.ConnectorName, Sample.RoleArn, Workspaces: false)], Vendor.Connectors);

    private protected static Task<WorkloadSecurityException> FailureAsync(Func<Task> call) =>
        Assert.ThrowsAsync<WorkloadSecurityException>(call);
}
