using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

public sealed class BootstrapUnderTestTests
{
    [Fact]
    public void A_path_that_is_given_leads_to_an_executable()
    {
        if (BootstrapUnderTest.Given is { } path)
            Assert.True(File.Exists(path), $"{BootstrapUnderTest.Variable} is {path}, where there is nothing.");
        else
            Assert.EndsWith(
                "bootstrap", Path.GetFileNameWithoutExtension(BootstrapUnderTest.Path), StringComparison.Ordinal);
    }
}
