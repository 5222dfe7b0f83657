namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Each unreadable message becomes a dead letter. The other messages of its batch are not affected.</summary>
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
        ["without a source"] = "{}",
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
    public async Task Unreadable_message_becomes_a_dead_letter_with_the_same_body(string kind)
    {
        Assert.Empty(await ReturnedIdsAsync(Bodies[kind]));

        Assert.Equal(Bodies[kind], Assert.Single(DeadLetters.Kept).Body);
        Assert.Equal("m0", Output.Line("unreadable message").Text("messageId"));
        Assert.Equal(["unreadable message", "dead letter"], Output.Messages);
    }

    [Fact]
    public async Task Message_with_an_empty_body_is_returned_to_SQS()
    {
        Assert.Equal(["m0"], await ReturnedIdsAsync(""));

        Assert.Empty(DeadLetters.Kept);
        Assert.Single(Notifications.Told);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Log_line_states_the_reason_in_at_most_200_characters(string kind)
    {
        await ReturnedIdsAsync(Bodies[kind]);

        Assert.InRange(Output.Line("unreadable message").Text("why").Length, 10, 200);
    }

    [Fact]
    public async Task Only_unreadable_messages_of_a_batch_become_dead_letters()
    {
        var readable = new[] { Payments, Audit, LogArchive, "555566667777", "666677778888" };
        foreach (var account in readable)
            LandingZone.With(account, "create-role");

        var unreadable = new[] { "x", "{", "7", """{"accountId":7}""", Bodies["deeply nested"] };
        var returned = await ReturnedIdsAsync(
            [.. readable.Zip(unreadable).SelectMany(pair => new[] { Batch.Direct(pair.First), pair.Second })]);

        Assert.Empty(returned);
        Assert.Equal(unreadable.Order(), DeadLetters.Kept.Select(letter => letter.Body).Order());
        Assert.Equal(5, Output.LinesOf("outcome").Count);
    }

    [Fact]
    public async Task Readable_message_of_256_KB_is_handled()
    {
        LandingZone.With(Payments);

        Assert.Empty(await ReturnedIdsAsync($$"""{"accountId":"{{Payments}}","more":"{{new string('x', 256 * 1024)}}"}"""));
    }

    [Fact]
    public async Task Unreadable_direct_invocation_fails()
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
    public async Task Empty_direct_invocation_fails(string payload) =>
        await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public async Task Message_of_a_walk_is_refused_in_a_direct_invocation()
    {
        var error = await Assert.ThrowsAsync<ControlTowerLifecycle.Functions.Runtime.FunctionErrorException>(
            () => InvokeAsync(Payload.Bytes("Work.backfill.json")));

        Assert.Contains("'origin'", error.Message, StringComparison.Ordinal);
    }
}
