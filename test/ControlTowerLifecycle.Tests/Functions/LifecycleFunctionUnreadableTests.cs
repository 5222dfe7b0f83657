namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Messages that nobody can act on: each is kept as a dead letter, and the others do not notice.</summary>
public sealed class LifecycleFunctionUnreadableTests : LifecycleFunctionFixture
{
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["white space"] = " \n ",
        ["not JSON"] = "account 444455556666",
        ["cut off"] = """{"accountId":"4444""",
        ["null"] = "null",
        ["a list"] = "[]",
        ["a text"] = "\"444455556666\"",
        ["of no source"] = "{}",
        ["deeply nested"] = new string('[', 100_000),
        ["256 KB of text"] = new string('x', 256 * 1024),
        ["256 KB of JSON"] = $$"""{"accountId":"{{new string('4', 256 * 1024)}}"}""",
        ["an id that is a number"] = """{"accountId":444455556666}""",
        ["an id that is null"] = """{"accountId":null}""",
        ["an id of eleven digits"] = """{"accountId":"44445555666"}""",
        ["an id of thirteen digits"] = """{"accountId":"4444555566667"}""",
        ["an id with a blank"] = """{"accountId":"444455556666 "}""",
        ["an id in other digits"] = """{"accountId":"٤٤٤٤٥٥٥٥٦٦٦٦"}""",
        ["an id of half a surrogate"] = """{"accountId":"\ud800"}""",
        ["a name that is a number"] = """{"accountId":"444455556666","accountName":7}""",
        ["an unknown origin"] = """{"accountId":"444455556666","origin":"elsewhere"}""",
        ["a source that is a number"] = """{"source":7}""",
        ["an event without detail"] = """{"source":"aws.controltower"}""",
    };

    public static TheoryData<string> Kinds => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_that_cannot_be_read_is_kept_as_it_was_sent(string kind)
    {
        Assert.Empty(await HandedBackAsync(Bodies[kind]));

        Assert.Equal(Bodies[kind], Assert.Single(DeadLetters.Kept).Body);
        Assert.Equal("m0", Output.Line("unreadable message").Text("messageId"));
        Assert.Equal(["unreadable message", "dead letter"], Output.Messages);
    }

    [Fact]
    public async Task A_message_without_a_body_that_could_be_sent_is_left_to_SQS()
    {
        Assert.Equal(["m0"], await HandedBackAsync(""));

        Assert.Empty(DeadLetters.Kept);
        Assert.Single(Notifications.Told);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_line_says_why_and_does_not_quote_the_message_at_length(string kind)
    {
        await HandedBackAsync(Bodies[kind]);

        Assert.InRange(Output.Line("unreadable message").Text("why").Length, 10, 200);
    }

    [Fact]
    public async Task Of_ten_messages_only_the_unreadable_ones_become_dead_letters()
    {
        var readable = new[] { Payments, Audit, LogArchive, "555566667777", "666677778888" };
        foreach (var account in readable)
            LandingZone.With(account, "create-role");

        var unreadable = new[] { "x", "{", "7", """{"accountId":7}""", Bodies["deeply nested"] };
        var handedBack = await HandedBackAsync(
            [.. readable.Zip(unreadable).SelectMany(pair => new[] { Batch.Direct(pair.First), pair.Second })]);

        Assert.Empty(handedBack);
        Assert.Equal(unreadable.Order(), DeadLetters.Kept.Select(letter => letter.Body).Order());
        Assert.Equal(5, Output.LinesOf("outcome").Count);
    }

    [Fact]
    public async Task A_message_of_256_KB_that_can_be_read_is_worked_on()
    {
        LandingZone.With(Payments);

        Assert.Empty(await HandedBackAsync($$"""{"accountId":"{{Payments}}","more":"{{new string('x', 256 * 1024)}}"}"""));
    }

    [Fact]
    public async Task A_direct_invocation_that_cannot_be_read_fails()
    {
        var failure = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync("""{"accountId":"4444"}"""u8.ToArray()));

        Assert.Equal("UnreadableEvent", failure.Kind);
        Assert.Equal(
            "The event cannot be read: '4444' is not an AWS account ID: it must have twelve digits, for example 111122223333.",
            failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("null")]
    public async Task A_direct_invocation_with_nothing_in_it_fails(string payload) =>
        await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public async Task A_walk_s_message_is_taken_from_the_queue_alone()
    {
        var error = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync(Payload.Bytes("Work.backfill.json")));

        Assert.Contains("'origin'", error.Message, StringComparison.Ordinal);
    }
}
