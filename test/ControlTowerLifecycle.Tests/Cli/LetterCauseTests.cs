using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Letters;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class LetterCauseTests
{
    [Fact]
    public void Cause_has_the_ID_of_the_function_and_keeps_it_while_letters_come_and_go()
    {
        Letter[] before = [Letter("a", "11111111"), Letter("b", "22222222"), Letter("c", "22222222")];
        var after = before.Append(Letter("d", "11111111")).Append(Letter("e", "11111111"));

        var (first, then) = (LetterCause.Group(before), LetterCause.Group(after));

        Assert.Equal(["22222222", "11111111"], first.Select(cause => cause.Id));
        Assert.Equal(["11111111", "22222222"], then.Select(cause => cause.Id));
        Assert.Equal([3, 2], then.Select(cause => cause.Letters.Count));
    }

    [Fact]
    public void Letters_without_an_ID_have_one_of_kind_step_and_sentence()
    {
        var ids = new[]
        {
            Letter("a", null, "role of 444455556666 failed at 2026-11-27T02:00:00Z"),
            Letter("b", null, "role of 222233334444 failed at 2026-11-28T04:00:00Z"),
            Letter("c", null, "another sentence"),
            Letter("d", null, "another sentence", step: "observe"),
        }.Select(letter => Assert.Single(letter.CauseIds)).ToList();

        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{8}$", id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1111111\n")]
    [InlineData("--all; rm")]
    [InlineData("1111111111111111")]
    public void Attribute_in_another_form_is_not_an_ID(string attribute) =>
        Assert.Equal(Letter("a", null).CauseIds, Letter("a", attribute).CauseIds);

    [Fact]
    public void Letter_of_several_accounts_has_the_ID_of_each_cause() =>
        Assert.Equal(["11111111", "22222222"], Letter("a", "11111111, 22222222,…").CauseIds);

    [Theory]
    [InlineData("redrive", "")]
    [InlineData("redrive", "1")]
    [InlineData("redrive", "2147483648")]
    [InlineData("delete", "")]
    [InlineData("delete", "1x2y3z4w")]
    public async Task Value_that_is_no_ID_is_a_usage_error(string command, string cause)
    {
        var run = await ToolRun.RunAsync("letters", command, "--cause", cause, "--yes");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("The ID of a cause has 8", run.Error, StringComparison.Ordinal);
    }

    private static Letter Letter(string id, string? causeId, string sentence = "it failed", string step = "create-role")
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["outcome"] = "rejected",
            ["step"] = step,
            ["cause"] = sentence,
        };
        if (causeId is not null)
            attributes["causeId"] = causeId;
        return ControlTowerLifecycle.Cli.Letters.Letter.Read(
            new QueuedMessage(id, "receipt", """{"accountId":"444455556666"}""", Sample.Start, attributes));
    }
}
