using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

/// <summary>What an operator creates after the vendor's manual. It shares no code with the product.</summary>
internal static class ManualConnection
{
    private const string Host = CloudAccountsTenant.OidcHost;

    public static string RoleArn(string accountId) => $"arn:aws:iam::{accountId}:role/VisionOneRole";

    public static string Audience(string accountId) => $"arn:aws:iam::{accountId}:root";

    /// <summary>The body of POST with the required fields.</summary>
    public static JsonObject Body(string accountId) => new()
    {
        ["roleArn"] = RoleArn(accountId),
        ["name"] = $"payments ({accountId})",
    };

    public static JsonArray Workload(string instanceId) =>
        new JsonArray(new JsonObject { ["name"] = "workload", ["instanceIds"] = new JsonArray(instanceId) });

    /// <summary>Creates the provider and the role in an account.</summary>
    /// <param name="run">The sandbox.</param>
    /// <param name="accountId">The account.</param>
    /// <param name="change">Changes the statement of the trust policy.</param>
    /// <param name="audience">The audience of the provider; null if it is the right one.</param>
    public static void Prepare(
        SandboxRun run, string accountId, Action<JsonObject>? change = null, string? audience = null)
    {
        var now = run.Time.GetUtcNow();
        var provider = $"arn:aws:iam::{accountId}:oidc-provider/{Host}";
        var statement = Statement(accountId, provider);
        change?.Invoke(statement);
        var trust = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
        run.Server.Organization.Change(accountId, account => account
            .With(new SandboxIdentityProvider(provider, [audience ?? Audience(accountId)], [], now))
            .With(new SandboxRole
            {
                Name = "VisionOneRole",
                Arn = RoleArn(accountId),
                Trust = trust.ToJsonString(),
                CreatedAt = now,
                AssumableFrom = now,
            }));
    }

    private static JsonObject Statement(string accountId, string provider) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Federated"] = provider },
        ["Action"] = new JsonArray("sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity"),
        ["Condition"] = new JsonObject
        {
            ["StringEquals"] = new JsonObject
            {
                [$"{Host}:aud"] = Audience(accountId),
                [$"{Host}:sub"] = new JsonArray(CloudAccountsTenant.Subject),
            },
        },
    };
}
