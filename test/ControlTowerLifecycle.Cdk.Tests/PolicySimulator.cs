using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Evaluates requests with an independent simulator of IAM.</summary>
internal static class PolicySimulator
{
    public static async Task AssertDecisionAsync(bool isAllowed, JsonObject simulation)
    {
        var decision = Assert.Single(await SimulateAsync([simulation]));

        Assert.DoesNotContain("error", decision, StringComparison.Ordinal);
        Assert.Equal(isAllowed, decision == "Allowed");
    }

    public static async Task<string[]> SimulateAsync(IEnumerable<JsonNode> simulations) =>
        (await RequiredTool.CheckAsync("simulate.mjs", new JsonArray([.. simulations]).ToJsonString()))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static JsonObject Request(string principal, string action, string resource, string account,
        params (string Key, string? Value)[] context) => new()
        {
            ["principal"] = principal,
            ["action"] = action,
            ["resource"] = new JsonObject { ["resource"] = resource, ["accountId"] = account },
            ["contextVariables"] = new JsonObject(context.Where(item => item.Value is not null).Select(item =>
                KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
        };

    public static JsonArray AllowEverything() => new(JsonNode.Parse(
        """
        {
          "name": "everything",
          "policy": {
            "Version": "2012-10-17",
            "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }]
          }
        }
        """));
}
