using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class FunctionPackageTests
{
    [Fact]
    public void Portable_package_runs_on_the_managed_runtime()
    {
        RequiredTool.Node.Require();
        using var portable = new TemporaryPackage("il");
        File.WriteAllText(Path.Join(portable.Folder, "bootstrap"), "the launcher beside the assembly");

        Assert.Equal("dotnet10", FunctionPackage.Load(portable.Folder).Runtime.Name);
    }

    [Fact]
    public void Native_package_runs_on_the_OS_only_runtime()
    {
        RequiredTool.Node.Require();
        using var native = new TemporaryPackage("elf", "bootstrap");

        Assert.Equal("provided.al2023", FunctionPackage.Load(native.Folder).Runtime.Name);
    }

    [Fact]
    public void Object_name_contains_a_hash_of_the_content()
    {
        using var zip = new TemporaryZip();

        Assert.Matches("^portable-[0-9a-f]{16}\\.zip$", FunctionPackage.Load(zip.File).ObjectName);
    }
}
