using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

/// <summary>A deployment says that an API key ends soon.</summary>
public sealed class KeyExpiryTests
{
    private const string Message = "API key ends soon";

    [Theory]
    [InlineData(10, true)]
    [InlineData(30, false)]
    public async Task Deployment_warns_of_a_key_that_ends_within_two_weeks(int days, bool warns)
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Server.Vendor.Key.ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(days);

        Assert.Equal(StackStatus.CreateComplete, (await stack.CreateAsync("1")).Status);

        await stack.WaitUntilAsync("the metrics of the walk were written", token => stack.Deployment.Backfill.Log.WaitForAsync(
            line => line.Text.Contains("ApiKeyDaysLeft", StringComparison.Ordinal), token));
        var warnings = Lines(stack, Message);
        Assert.Equal(warns ? 1 : 0, warnings.Count);
        Assert.All(warnings, line =>
        {
            Assert.Equal(("Warning", "workload-security"), ((string?)line["level"], (string?)line["protection"]));
            Assert.InRange((double)line["daysLeft"]!, days - 0.2, days);
        });
    }

    private static List<JsonNode> Lines(TestStack stack, string text) =>
    [
        .. stack.Deployment.Backfill.Log.Lines
            .Where(line => line.Text.Contains(text, StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line.Text)!),
    ];
}
