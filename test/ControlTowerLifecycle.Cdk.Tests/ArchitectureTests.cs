using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The parameter <c>Architecture</c> chooses the processors and the package for them.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void Portable_package_runs_on_both_and_by_default_on_x86_64()
    {
        var template = SynthesizedApp.Lifecycle;

        Assert.Equal(["x86_64", "arm64"], Allowed(template));
        Assert.Equal("x86_64", (string?)template.Parameters["Architecture"]!["Default"]);
        Assert.All(Functions(template), function =>
            Assert.Equal("""[{"Ref":"Architecture"}]""", function["Architectures"]!.ToJsonString()));
    }

    [Fact]
    public void Native_package_allows_only_its_own_architecture()
    {
        Assert.Equal(["x86_64"], Allowed(Launch(NativePackages.X64, null)));
        Assert.Equal(["arm64"], Allowed(Launch(NativePackages.Arm64, null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_native_packages_are_chosen_by_the_parameter(bool isLaunchTemplate)
    {
        var template = isLaunchTemplate
            ? Launch(NativePackages.X64, NativePackages.Arm64)
            : SynthesizedApp.Create(Settings(NativePackages.X64, NativePackages.Arm64) with { HomeRegion = "eu-west-1" }).Main;

        Assert.Equal(["x86_64", "arm64"], Allowed(template));
        Assert.All(Functions(template), function =>
        {
            var choice = function["Code"]!["S3Key"]!["Fn::If"]!.AsArray();
            Assert.Equal("IsArm64", (string?)choice[0]);
            Assert.NotEqual(choice[1]!.ToJsonString(), choice[2]!.ToJsonString());
        });
        if (isLaunchTemplate)
        {
            Assert.All(Functions(template), function => Assert.Contains(
                NativePackages.Arm64.ObjectName, function["Code"]!["S3Key"]!["Fn::If"]![1]!.ToJsonString(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Cfn_lint_finds_nothing_in_templates_for_both_architectures()
    {
        string[] files =
        [
            .. SynthesizedApp.Create(LaunchSettings(NativePackages.X64, NativePackages.Arm64)).Files,
            .. SynthesizedApp.Create(Settings(NativePackages.X64, NativePackages.Arm64) with { HomeRegion = "cn-north-1" }).Files,
            .. SynthesizedApp.Create(Settings(NativePackages.X64, NativePackages.Arm64) with { HomeRegion = "us-gov-west-1" }).Files,
        ];

        var (exitCode, output, errors) = await RequiredTool.CfnLint.RunAsync(files);

        Assert.Equal("", output + errors);
        Assert.Equal(0, exitCode);
    }

    /// <summary>The findings are those of the portable package, but for the one about its runtime.</summary>
    [Fact]
    public async Task Cdk_nag_finds_only_accepted_findings_for_both_architectures()
    {
        var findings = await RequiredTool.CheckAsync("nag.mjs", "", [.. SynthesizedApp.Create(
            Settings(NativePackages.X64, NativePackages.Arm64) with { HomeRegion = "eu-west-1" }).Files]);

        Assert.All(
            findings.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            finding => Assert.Contains("AwsSolutions-L1 is accepted but", finding, StringComparison.Ordinal));
    }

    private static Template Launch(FunctionPackage package, FunctionPackage? arm64) =>
        SynthesizedApp.Create(LaunchSettings(package, arm64)).Main;

    private static StackSettings LaunchSettings(FunctionPackage package, FunctionPackage? arm64) =>
        Settings(package, arm64) with { IsLaunchTemplate = true };

    private static StackSettings Settings(FunctionPackage package, FunctionPackage? arm64) => new()
    {
        Package = package,
        PackageArm64 = arm64,
        ConnectorPolicy = SynthesizedApp.FixedPolicy,
        Version = SynthesizedApp.FixedVersion,
    };

    private static IEnumerable<string> Allowed(Template template) =>
        template.Parameters["Architecture"]!["AllowedValues"]!.AsArray().Select(value => (string)value!);

    private static IReadOnlyList<JsonObject> Functions(Template template)
    {
        IReadOnlyList<JsonObject> functions =
        [
            .. template.Json["Resources"]!.AsObject()
                .Where(resource => (string?)resource.Value!["Type"] == "AWS::Lambda::Function")
                .Select(resource => resource.Value!["Properties"]!.AsObject()),
        ];
        Assert.NotEmpty(functions);
        return functions;
    }
}
