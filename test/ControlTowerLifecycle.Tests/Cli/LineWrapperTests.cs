using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class LineWrapperTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(60)]
    public void Words_such_as_account_ids_are_never_broken(int width)
    {
        const string text = "Account 444455556666 is drifted: update-trust arn:aws:iam::444455556666:role/CloudOneWorkloadConnectorRole";

        string[] lines = [.. LineWrapper.Wrap(text, width)];

        Assert.Equal(text, string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(line.Length <= width || !line.Contains(' ', StringComparison.Ordinal), line));
    }
}
