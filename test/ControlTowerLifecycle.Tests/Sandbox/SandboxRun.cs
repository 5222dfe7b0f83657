using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox.Aws;
using ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Tests.Sandbox.Vendor;

namespace ControlTowerLifecycle.Tests.Sandbox;

/// <summary>A sandbox for one test, with callers. The test fails if a server of the sandbox threw an
/// exception.</summary>
internal sealed class SandboxRun : IAsyncDisposable
{
    public const string ConnectorRole = "CloudOneWorkloadConnectorRole";

    private SandboxRun(SandboxServer server, SettableTime time)
    {
        Server = server;
        Time = time;
        Aws = new AwsCaller(server);
        Vendor = new VendorCaller(server);
        VisionOne = new CloudAccountsCaller(server);
    }

    public SandboxServer Server { get; }

    public SettableTime Time { get; }

    public AwsCaller Aws { get; }

    public VendorCaller Vendor { get; }

    public CloudAccountsCaller VisionOne { get; }

    public static string Ordinary { get; } = DefaultOrganization.OrdinaryId(0);

    public static async Task<SandboxRun> StartAsync(SandboxOptions? options = null)
    {
        var time = new SettableTime();
        var server = await SandboxServer.StartAsync(
            options ?? new SandboxOptions(), time, TestContext.Current.CancellationToken);
        return new SandboxRun(server, time);
    }

    /// <summary>A connection for the library's clients, with the credentials of the functions.</summary>
    public AwsConnection Connection() => AwsConnection.FromEnvironment(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = Server.Organization.Region,
            ["AWS_ACCESS_KEY_ID"] = Server.Credentials.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = Server.Credentials.SecretKey,
            ["AWS_SESSION_TOKEN"] = Server.Credentials.SessionToken,
            ["AWS_ENDPOINT_URL"] = Server.AwsEndpoint.AbsoluteUri,
        });

    public static string RoleArn(string accountId, string name = ConnectorRole) =>
        $"arn:aws:iam::{accountId}:role/{name}";

    public static string Trust(string principal, string? externalId = null)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = principal },
            ["Action"] = "sts:AssumeRole",
        };
        if (externalId is not null)
        {
            var equals = new JsonObject { ["sts:ExternalId"] = externalId };
            statement["Condition"] = new JsonObject { ["StringEquals"] = equals };
        }

        return Policy(statement);
    }

    public static string Allow(string action, string resource = "*") =>
        Policy(new JsonObject { ["Effect"] = "Allow", ["Action"] = action, ["Resource"] = resource });

    private static string Policy(JsonObject statement) =>
        new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }
            .ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Creates the connector role in an account, as the functions do.</summary>
    public async Task CreateConnectorRoleAsync(string accountId, string? externalId = null, string? inline = null)
    {
        var account = await Aws.AssumeAsync(accountId);
        var trust = Trust("arn:aws:iam::147995105371:root", externalId ?? Server.Vendor.ExternalId);
        var created = await account.IamAsync(
            "CreateRole", ("RoleName", ConnectorRole), ("AssumeRolePolicyDocument", trust));
        Assert.Equal(200, created.Status);
        var put = await account.IamAsync(
            "PutRolePolicy", ("RoleName", ConnectorRole), ("PolicyName", "Connector"), (
                "PolicyDocument", inline ?? Allow("iam:GetRolePolicy")));
        Assert.Equal(200, put.Status);
    }

    public Task<VendorReply> PostConnectorAsync(string accountId, VendorCaller? caller = null)
    {
        var role = RoleArn(accountId);
        return (caller ?? Vendor).PostAsync(
            "awsconnectors",
            $$"""{"displayName":"Sandbox","accountId":"{{accountId}}","crossAccountRoleArn":"{{role}}"}""");
    }

    public async ValueTask DisposeAsync()
    {
        var failures = Server.Failures;
        await Server.DisposeAsync();
        Assert.Empty(failures);
    }
}
