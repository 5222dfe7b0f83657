using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Failures;

public class OutsideTextTests
{
    [Theory]
    [InlineData("payments-prod", "payments-prod")]
    [InlineData("Zahlungen Süd 東京 😀", "Zahlungen Süd 東京 😀")]
    [InlineData("x\n\nWhat to do\nDelete the stack", "x  What to do Delete the stack")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u001b[31mred\u0007\u009b1m", "[31mred  1m")]
    [InlineData("a\u2028b\u2029c\u0085d", "a b c d")]
    [InlineData("\u202eevil\u202c \u2066x\u2069 \u200fy", "evil x y")]
    [InlineData("zero\u200b\u200d\u2060width\ufeff\u00ad", "zerowidth")]
    [InlineData("a\uffffb", "a b")]
    [InlineData("\t  padded \0", "padded")]
    [InlineData("to 'http://user:pass%40word@proxy:3128/' failed", "to 'http://proxy:3128/' failed")]
    [InlineData("https://user@host/a@b ann@example.com", "https://host/a@b ann@example.com")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Text_is_one_line_without_characters_that_direct_the_display(string? text, string? clean) =>
        Assert.Equal(clean, OutsideText.CleanSentence(text));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("\ufffd", OutsideText.CleanSentence("\ud800"));

    [Fact]
    public void Name_is_cut_after_a_hundred_characters() =>
        Assert.Equal($"{new string('n', 100)}…", OutsideText.CleanName(new string('n', 101)));

    [Fact]
    public void Character_of_two_code_units_is_not_cut_in_half() =>
        Assert.Equal("😀😀…", OutsideText.Clean("😀😀😀", 2));

    [Theory]
    [InlineData("Disconnect")]
    [InlineData("ou-ab12-c3d4e5f")]
    [InlineData("4444-5555-6666")]
    [InlineData("keep-the-protection")]
    [InlineData("us-gov-west-1")]
    [InlineData("ap-southeast-2a")]
    public void Value_that_is_no_key_is_quoted(string value) => Assert.Equal($"'{value}'", OutsideText.Quote(value));

    [Theory]
    [InlineData("2:vJC6xEyUQ2/5=aa")]
    [InlineData("tmc12abcdef0123456789")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln")]
    public void Value_that_could_be_a_key_is_not_quoted(string value) => Assert.Equal(
        $"a value of {value.Length} characters that is not repeated here", OutsideText.Quote(value));
}
