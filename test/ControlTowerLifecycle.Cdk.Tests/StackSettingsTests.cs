using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class StackSettingsTests
{
    private static readonly string Package = Path.Join(AppContext.BaseDirectory, "Package");

    [Fact]
    public void A_missing_package_is_told_with_how_to_build_it() =>
        Assert.Contains("./build.sh --portable",
            Assert.Single(Faults(("package", "/nowhere"), ("region", "eu-west-1"))), StringComparison.Ordinal);

    [Fact]
    public void A_folder_that_is_no_package_is_refused()
    {
        using var other = new TemporaryPackage("text", "readme.txt");

        Assert.Contains("holds neither bootstrap.dll nor bootstrap",
            Assert.Single(Faults(("package", other.Folder), ("region", "eu-west-1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() =>
        Assert.Equal(3, Faults(("package", "/nowhere"), ("region", "mars-1"), ("account", "12")).Count);

    [Fact]
    public void A_region_has_to_be_known() =>
        Assert.StartsWith("region is not known", Assert.Single(Faults(("package", Package))), StringComparison.Ordinal);

    [Fact]
    public void The_region_of_the_credentials_is_taken_where_none_is_named() =>
        Assert.Equal("eu-west-1",
            StackSettings.From(Context(("package", Package)), Synthesized.Account, "eu-west-1").HomeRegion);

    [Fact]
    public void A_launch_template_takes_a_packed_package() =>
        Assert.Contains("a .zip file", Assert.Single(Faults(("package", Package), ("launch", "true"))),
            StringComparison.Ordinal);

    [Fact]
    public void A_launch_template_is_bound_to_no_region_and_no_account()
    {
        using var zip = new TemporaryZip();

        var settings = StackSettings.From(Context(("package", zip.File), ("launch", "true")), Synthesized.Account,
            "eu-west-1");

        Assert.Equal((null, null), (settings.HomeRegion, settings.ManagementAccountId));
    }

    [Fact]
    public void The_connector_policy_is_the_one_that_the_package_carries() =>
        Assert.Equal(
            File.ReadAllText(Repository.File("src/ControlTowerLifecycle/WorkloadSecurity/Role/ConnectorPolicy.json")),
            StackSettings.From(Context(("package", Package)), null, "eu-west-1").ConnectorPolicy);

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] context) =>
        Assert.Throws<StackSettingsException>(() => StackSettings.From(Context(context), null, null)).Faults;

    private static Func<string, object?> Context(params (string Name, string Value)[] context) =>
        name => context.FirstOrDefault(one => one.Name == name).Value;
}
