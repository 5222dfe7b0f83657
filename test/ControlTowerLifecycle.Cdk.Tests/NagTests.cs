using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class NagTests
{
    /// <summary>
    /// Checks/accepted.json lists the accepted findings with their reasons. An accepted finding that no longer exists
    /// is reported too.
    /// </summary>
    [Theory]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-east-1")]
    [InlineData("cn-north-1")]
    public async Task Cdk_nag_finds_only_accepted_findings(string region) =>
        Assert.Equal("", await RequiredTool.CheckAsync("nag.mjs", "", [.. SynthesizedApp.In(region).Files]));
}
