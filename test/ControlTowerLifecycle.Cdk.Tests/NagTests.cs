using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class NagTests
{
    /// <summary>
    /// Checks/accepted.json lists the accepted findings with their reasons. An accepted finding that no longer exists
    /// is reported too.
    /// </summary>
    [Fact]
    public async Task Cdk_nag_finds_only_accepted_findings() =>
        Assert.Equal("", await Tool.CheckAsync("nag.mjs", "", [.. SynthesizedApp.In("eu-west-1").Files]));
}
