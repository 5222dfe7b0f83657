using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class NagTests
{
    /// <summary>
    /// What is accepted is in Checks/accepted.json, each with its reason; what is accepted and not found counts as a
    /// finding.
    /// </summary>
    [Fact]
    public async Task Cdk_nag_finds_nothing_but_what_is_accepted_with_a_reason() =>
        Assert.Equal("", await Tool.CheckAsync("nag.mjs", "", [.. Synthesized.In("eu-west-1").Files]));
}
