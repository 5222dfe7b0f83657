using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

public sealed class BootstrapUnderTestTests
{
    [Fact]
    public void Configured_path_names_an_executable()
    {
        if (BootstrapUnderTest.Configured is { } path)
            Assert.True(File.Exists(path), $"{BootstrapUnderTest.Variable} is {path}, but that file does not exist.");
        else
            Assert.EndsWith(
                "bootstrap", Path.GetFileNameWithoutExtension(BootstrapUnderTest.Path), StringComparison.Ordinal);
    }
}
