using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxPublishingTests
{
    [Fact]
    public async Task Topic_records_messages_and_refuses_another_arn()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal(
            200,
            (await run.Aws.SnsAsync(("TopicArn", run.Server.Topic.Arn), ("Subject", "S"), ("Message", "M"))).Status);
        Assert.Equal(
            "NotFound", (await run.Aws.SnsAsync(("TopicArn", run.Server.Topic.Arn + "x"), ("Message", "M"))).Code);
        Assert.Equal(
            "InvalidParameter",
            (await run.Aws.SnsAsync(("TopicArn", run.Server.Topic.Arn), ("Subject", "a\nb"), ("Message", "M"))).Code);

        var message = Assert.Single(run.Server.Topic.Messages);
        Assert.Equal(("S", "M"), (message.Subject, message.Message));
    }

    [Fact]
    public async Task Subscriber_receives_the_text_of_its_protocol()
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal(200, (await PublishAsync(run, """{"default":"all","https":"{}","sqs":1,"pager":"x"}""")).Status);

        var message = Assert.Single(run.Server.Topic.Messages);
        Assert.Equal(
            ("all", "{}", "all", "all"),
            (message.For("email"), message.For("https"), message.For("sqs"), message.For("pager")));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"https":"x"}""")]
    [InlineData("""{"default":1}""")]
    [InlineData("""{"default":"x","default":"y"}""")]
    public async Task Message_of_another_structure_is_refused(string message)
    {
        await using var run = await SandboxRun.StartAsync();

        Assert.Equal("InvalidParameter", (await PublishAsync(run, message)).Code);
        Assert.Equal("InvalidParameter", (await PublishAsync(run, """{"default":"x"}""", "xml")).Code);

        Assert.Empty(run.Server.Topic.Messages);
    }

    private static Task<AwsReply> PublishAsync(SandboxRun run, string message, string structure = "json") => run.Aws.SnsAsync(
        ("TopicArn", run.Server.Topic.Arn), ("Message", message), ("MessageStructure", structure));

    [Fact]
    public async Task PutEvents_passes_valid_events_to_the_bus_and_fails_only_malformed_entries()
    {
        var bus = new RecordingEventBus();
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { EventBus = bus });

        var reply = await run.Aws.EventsAsync(
            """
            {"Entries":[
              {"Source":"controltower.lifecycle","DetailType":"Account Onboarded","Detail":"{\"accountId\":\"1\"}"},
              {"Source":"controltower.lifecycle","DetailType":"Account Onboarded","Detail":"no json"},
              {"Source":"aws.controltower","DetailType":"Forged","Detail":"{}"}]}
            """);

        Assert.Equal(2, reply.Json["FailedEntryCount"]!.GetValue<int>());
        Assert.Equal("""{"accountId":"1"}""", Assert.Single(bus.Events).Detail);
        Assert.Equal("ValidationException", (await run.Aws.EventsAsync("""{"Entries":[]}""")).Code);
    }

    [Fact]
    public async Task PutEvents_refuses_an_entry_above_256_KB_and_a_long_detail_type()
    {
        await using var run = await SandboxRun.StartAsync();
        var large = new string('x', 256 * 1024);

        var reply = await run.Aws.EventsAsync(
            $$"""
            {"Entries":[
              {"Source":"s","DetailType":"t","Detail":"{\"text\":\"{{large}}\"}"},
              {"Source":"s","DetailType":"{{new string('t', 129)}}","Detail":"{}"}]}
            """);

        Assert.Equal(2, reply.Json["FailedEntryCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("controltower.lifecycle", true)]
    [InlineData("controltower.lifecycle.forged", false)]
    public async Task Policy_can_limit_PutEvents_to_a_source(string source, bool isAllowed)
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.RestrictFunctions(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"events:PutEvents","Resource":"*",
              "Condition":{"ForAllValues:StringEquals":{"events:source":"controltower.lifecycle"},"Null":{"events:source":"false"}}}]}
            """);

        var reply = await run.Aws.EventsAsync(
            $$"""{"Entries":[{"Source":"{{source}}","DetailType":"t","Detail":"{}"}]}""");

        Assert.Equal(isAllowed ? 200 : 400, reply.Status);
    }
}
