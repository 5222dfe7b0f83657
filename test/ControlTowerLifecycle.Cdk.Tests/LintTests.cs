using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class LintTests
{
    [Theory]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-north-1")]
    public async Task Cfn_lint_finds_nothing(string region) =>
        await AssertNoFindingsAsync(SynthesizedApp.In(region));

    [Fact]
    public async Task Cfn_lint_finds_nothing_in_the_launch_templates()
    {
        await AssertNoFindingsAsync(SynthesizedApp.Launch);
    }

    [Fact]
    public async Task Cfn_lint_finds_nothing_in_the_templates_for_other_systems()
    {
        var (exitCode, output, errors) = await RequiredTool.CfnLint.RunAsync(
            [.. Directory.EnumerateFiles(Path.GetDirectoryName(SourceTree.File("docs/integrations/cmdb.yaml"))!, "*.yaml")]);

        Assert.Equal("", output + errors);
        Assert.Equal(0, exitCode);
    }

    private static async Task AssertNoFindingsAsync(SynthesizedApp app)
    {
        var (exitCode, output, errors) = await RequiredTool.CfnLint.RunAsync([.. app.Files]);

        Assert.Equal("", output + errors);
        Assert.Equal(0, exitCode);
    }
}
