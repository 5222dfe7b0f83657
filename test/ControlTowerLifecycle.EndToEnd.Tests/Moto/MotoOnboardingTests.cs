using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The real process against moto and <see cref="MinimalVendor"/>, so that the sandbox does not judge itself. Only the
/// Lambda runtime comes from the sandbox.
/// </summary>
public sealed class MotoOnboardingTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private const string RoleName = "CloudOneWorkloadConnectorRole";
    private const string PolicyName = "WorkloadSecurityConnectorPolicy";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_gets_its_role_and_connector_and_a_redelivery_writes_nothing()
    {
        moto.Require();
        var member = moto.MemberAccountIds[0];
        await using var vendor = await MinimalVendor.StartAsync(MotoSetup.VendorKey, Token);
        await using var function = Function(vendor);
        var iam = await MemberIamAsync();

        var first = await InvokeAsync(function, member);
        var role = await iam.GetRoleAsync(RoleName, Token);
        var policy = await iam.GetRolePolicyAsync(RoleName, PolicyName, Token);
        var second = await InvokeAsync(function, member);

        Assert.Equal("onboarded", (string?)first["outcome"]);
        Assert.Contains(MinimalVendor.ExternalId, role!.TrustPolicy, StringComparison.Ordinal);
        Assert.Contains("iam:GetRolePolicy", policy, StringComparison.Ordinal);
        var connector = Assert.Single(vendor.Connectors);
        Assert.Equal((member, role.Arn), ((string?)connector["accountId"], (string?)connector["crossAccountRoleArn"]));

        Assert.Equal("unchanged", (string?)second["outcome"]);
        Assert.Equal(1, vendor.Writes);
        Assert.Equal(role.CreatedAt, (await iam.GetRoleAsync(RoleName, Token))!.CreatedAt);
    }

    private LambdaFunction Function(MinimalVendor vendor) => new(
        new SandboxFunctionSettings
        {
            Name = "lifecycle",
            AccountId = moto.ManagementAccountId,
            Credentials = new FunctionCredentials(moto.Administrator.Id, moto.Administrator.Secret, ""),
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LIFECYCLE_FUNCTION"] = "lifecycle",
                ["MANAGEMENT_ACCOUNT_ID"] = moto.ManagementAccountId,
                ["WORKLOAD_SECURITY_ENDPOINT"] = vendor.Address.ToString(),
                ["WORKLOAD_SECURITY_SECRET_ARN"] = MotoSetup.VendorKeySecretArn,
                ["AWS_ENDPOINT_URL"] = moto.Endpoint.ToString(),
            },
        },
        new ProcessLauncher(BootstrapUnderTest.Path),
        TimeProvider.System);

    private static async Task<JsonNode> InvokeAsync(LambdaFunction function, string accountId)
    {
        var result = await BoundedWait.UntilAsync(
            "the function returned",
            token => function.InvokeAsync($$"""{"accountId": "{{accountId}}"}""", token),
            () => string.Join(Environment.NewLine, function.Log.Lines.Select(line => line.Text)));
        return JsonNode.Parse(Assert.IsType<InvocationResult.Succeeded>(result).Response)!;
    }

    private async Task<IamClient> MemberIamAsync()
    {
        var administrator = AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = moto.Administrator.Id,
            ["AWS_SECRET_ACCESS_KEY"] = moto.Administrator.Secret,
            ["AWS_ENDPOINT_URL"] = moto.Endpoint.ToString(),
        });
        var session = await new StsClient(administrator).AssumeRoleAsync(
            moto.ExecutionRoleArn, "test", null, TimeSpan.FromMinutes(15), Token);
        return new IamClient(session);
    }
}
