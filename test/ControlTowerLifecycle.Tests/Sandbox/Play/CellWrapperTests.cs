using ControlTowerLifecycle.Sandbox.Play;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class CellWrapperTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData("short", 10, "short")]
    [InlineData("two words", 9, "two words")]
    [InlineData("two words", 8, "two|words")]
    [InlineData("a  b", 10, "a b")]
    [InlineData("see arn:aws:iam::000012345678:role/Name now", 20, "see arn:aws:iam::|000012345678:role/|Name now")]
    [InlineData("account 000012345678", 12, "account|000012345678")]
    [InlineData("000012345678", 5, "000012345678")]
    public void Text_is_wrapped_at_spaces_and_long_words_after_separators(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), CellWrapper.Wrap(text, width), StringComparer.Ordinal);
}
