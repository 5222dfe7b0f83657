using ControlTowerLifecycle.Sandbox.Aws.Services;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class LogFilterTests
{
    private const string Line = """{"message":"outcome","accountId":"111122223333","failure":{"code":"AccessDenied"},"attempt":3}""";

    [Theory]
    [InlineData("", true)]
    [InlineData("\"outcome\" \"AccessDenied\"", true)]
    [InlineData("\"outcome\" \"absent\"", false)]
    [InlineData("""{ $.message = "outcome" }""", true)]
    [InlineData("""{ $.failure.code = "AccessDenied" && $.attempt = 3 }""", true)]
    [InlineData("""{ $.message = "other" || $.accountId = "111122223333" }""", true)]
    [InlineData("""{ ($.message = "outcome") && ($.accountId != "111122223333") }""", false)]
    [InlineData("""{ $.absent != "x" }""", false)]
    public void Pattern_matches_a_json_line(string pattern, bool matches) =>
        Assert.Equal(matches, LogFilter.Parse(pattern, Refuse)(Line));

    [Theory]
    [InlineData("outcome")]
    [InlineData("{ $.attempt > 2 }")]
    [InlineData("""{ $.message = "a" } x""")]
    public void Pattern_that_cannot_be_evaluated_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => LogFilter.Parse(pattern, Refuse));

    [Fact]
    public void Selector_does_not_match_a_line_that_is_not_json() =>
        Assert.False(LogFilter.Parse("""{ $.message = "outcome" }""", Refuse)("START RequestId: 1"));

    private static FormatException Refuse(string message) => new(message);
}
