using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class StackSettingsTests
{
    private static readonly string Package = Path.Join(AppContext.BaseDirectory, "Package");

    [Fact]
    public void Missing_package_is_reported_with_the_build_command() =>
        Assert.Contains("./build.sh --portable",
            Assert.Single(Faults(("package", "/nowhere"), ("region", "eu-west-1"))), StringComparison.Ordinal);

    [Fact]
    public void Folder_without_a_package_is_refused()
    {
        using var other = new TemporaryPackage("text", "readme.txt");

        Assert.Contains("contains neither bootstrap.dll nor bootstrap",
            Assert.Single(Faults(("package", other.Folder), ("region", "eu-west-1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_reported_together() =>
        Assert.Equal(4, Faults(("package", "/nowhere"), ("region", "mars-1"), ("account", "12"), ("ou", "1")).Count);

    [Fact]
    public void Region_is_required() =>
        Assert.StartsWith("region is missing", Assert.Single(Faults(("package", Package))), StringComparison.Ordinal);

    [Fact]
    public void Region_of_the_AWS_configuration_is_the_default()
    {
        var settings = StackSettings.From(Context(("package", Package)), SynthesizedApp.Account, "eu-west-1");

        Assert.Equal(("eu-west-1", true), (settings.HomeRegion, settings.IsRegionDefaulted));
    }

    [Fact]
    public void Region_that_is_passed_is_not_a_default()
    {
        var settings = StackSettings.From(Context(("package", Package), ("region", "eu-central-1")), null, "eu-west-1");

        Assert.Equal(("eu-central-1", false), (settings.HomeRegion, settings.IsRegionDefaulted));
    }

    [Fact]
    public void Launch_template_requires_a_zip_file() =>
        Assert.Contains("a .zip file", Assert.Single(Faults(("package", Package), ("launch", "true"))),
            StringComparison.Ordinal);

    [Fact]
    public void Package_for_arm64_stands_beside_a_native_package_for_x86_64()
    {
        (string, string) arm64 = ("packageArm64", NativePackages.Arm64.Path);
        (string, string) region = ("region", "eu-west-1");

        var settings = StackSettings.From(Context(("package", NativePackages.X64.Path), arm64, region), null, null);

        Assert.Equal(["x86_64", "arm64"], settings.Architectures);
        Assert.Contains("beside a native package", Assert.Single(Faults(("package", Package), arm64, region)), StringComparison.Ordinal);
        Assert.Contains(
            "packageArm64: /nowhere does not exist",
            Assert.Single(Faults(("package", Package), ("packageArm64", "/nowhere"), region)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_template_has_no_region_and_no_account()
    {
        using var zip = new TemporaryZip();

        var settings = StackSettings.From(Context(("package", zip.File), ("launch", "true")), SynthesizedApp.Account,
            "eu-west-1");

        Assert.Equal((null, null), (settings.HomeRegion, settings.ManagementAccountId));
    }

    [Fact]
    public void Connector_policy_is_the_one_in_the_library() =>
        Assert.Equal(
            File.ReadAllText(SourceTree.File("src/ControlTowerLifecycle/WorkloadSecurity/Role/ConnectorPolicy.json")),
            StackSettings.From(Context(("package", Package)), null, "eu-west-1").ConnectorPolicy);

    [Fact]
    public void Version_is_the_one_of_the_sources() =>
        Assert.Matches(@"^\d+\.\d+\.\d+(-[\w.]+)?$",
            StackSettings.From(Context(("package", Package)), null, "eu-west-1").Version);

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] context) =>
        Assert.Throws<StackSettingsException>(() => StackSettings.From(Context(context), null, null)).Faults;

    private static StackContext Context(params (string Name, string Value)[] context) =>
        StackContext.Parse(new JsonObject(
            context.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value))).ToJsonString());
}
