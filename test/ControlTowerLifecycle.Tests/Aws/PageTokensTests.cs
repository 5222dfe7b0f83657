using System.Globalization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Tests.Aws;

public class PageTokensTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(100, 7)]
    [InlineData(7, 100)]
    public void Circle_of_any_length_is_found(int before, int length)
    {
        var tokens = new PageTokens();
        var page = 0;

        while (!tokens.Repeats(Token(page < before ? page : before + ((page - before) % length))))
            page++;

        Assert.InRange(page, before + length, 3 * (before + length));
    }

    [Fact]
    public void Long_list_has_no_circle()
    {
        var tokens = new PageTokens();

        Assert.All(Enumerable.Range(0, 10_000), page => Assert.False(tokens.Repeats(Token(page))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Another_list_may_have_the_same_tokens(string? end)
    {
        var tokens = new PageTokens();

        Assert.False(tokens.Repeats("20"));
        Assert.False(tokens.Repeats(end));
        Assert.False(tokens.Repeats("20"));
    }

    private static string Token(int page) => page.ToString(CultureInfo.InvariantCulture);
}
