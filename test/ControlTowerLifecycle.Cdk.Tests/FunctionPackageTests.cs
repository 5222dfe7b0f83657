using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class FunctionPackageTests
{
    [Fact]
    public void A_portable_package_runs_on_the_managed_runtime()
    {
        Tool.Node.Require();
        using var portable = new TemporaryPackage("il");
        File.WriteAllText(Path.Join(portable.Folder, "bootstrap"), "the launcher that lies beside it");

        Assert.Equal("dotnet10", FunctionPackage.At(portable.Folder).Runtime.Name);
    }

    [Fact]
    public void A_native_package_runs_on_the_bare_runtime()
    {
        Tool.Node.Require();
        using var native = new TemporaryPackage("elf", "bootstrap");

        Assert.Equal("provided.al2023", FunctionPackage.At(native.Folder).Runtime.Name);
    }

    [Fact]
    public void The_name_in_a_bucket_changes_with_the_content()
    {
        using var one = new TemporaryZip();

        Assert.Matches("^portable-[0-9a-f]{16}\\.zip$", FunctionPackage.At(one.File).ObjectName);
    }
}
