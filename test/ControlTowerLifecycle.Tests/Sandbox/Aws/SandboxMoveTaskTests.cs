using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxMoveTaskTests
{
    [Fact]
    public async Task Redrive_moves_every_letter_to_the_destination_as_a_new_message()
    {
        await using var run = await SandboxRun.StartAsync();
        using var letters = Queue(run, "letters", null);
        using var work = Queue(run, "work", new RedrivePolicy(letters, 3));
        for (var i = 0; i < 12; i++)
            letters.Send($"letter {i}");

        var started = await StartAsync(run, letters, work);
        var listed = await run.Aws.SqsAsync("ListMessageMoveTasks", $$"""{"SourceArn":"{{letters.Arn}}"}""");

        Assert.Equal(200, started.Status);
        Assert.Equal("COMPLETED", (string?)listed.Json["Results"]![0]!["Status"]);
        Assert.Equal(12, (int)listed.Json["Results"]![0]!["ApproximateNumberOfMessagesMoved"]!);
        Assert.Equal((0, 12), (letters.Counts.Visible, work.Counts.Visible));
        Assert.Equal("1", work.Receive(1)[0].Attributes["ApproximateReceiveCount"]);
    }

    [Fact]
    public async Task Redrive_without_destination_fails_for_a_letter_that_SQS_did_not_move()
    {
        await using var run = await SandboxRun.StartAsync();
        using var letters = Queue(run, "letters", null);
        using var work = Queue(run, "work", new RedrivePolicy(letters, 3));
        letters.Send("sent by a function");

        await StartAsync(run, letters, null);
        var listed = await run.Aws.SqsAsync("ListMessageMoveTasks", $$"""{"SourceArn":"{{letters.Arn}}"}""");

        Assert.Equal("FAILED", (string?)listed.Json["Results"]![0]!["Status"]);
        Assert.Equal("CouldNotDetermineMessageSource", (string?)listed.Json["Results"]![0]!["FailureReason"]);
        Assert.Equal((1, 0), (letters.Counts.Visible, work.Counts.Visible));
    }

    [Fact]
    public async Task Queue_that_receives_no_dead_letters_is_refused_as_source()
    {
        await using var run = await SandboxRun.StartAsync();
        using var letters = Queue(run, "letters", null);
        using var work = Queue(run, "work", new RedrivePolicy(letters, 3));

        var reply = await StartAsync(run, work, letters);

        Assert.Equal((400, "InvalidParameterValue"), (reply.Status, reply.Code));
    }

    private static Task<AwsReply> StartAsync(SandboxRun run, SandboxQueue source, SandboxQueue? destination) =>
        run.Aws.SqsAsync(
            "StartMessageMoveTask",
            destination is null
                ? $$"""{"SourceArn":"{{source.Arn}}"}"""
                : $$"""{"SourceArn":"{{source.Arn}}","DestinationArn":"{{destination.Arn}}"}""");

    private static SandboxQueue Queue(SandboxRun run, string name, RedrivePolicy? redrive)
    {
        var queue = new SandboxQueue(
            new QueueSettings { Name = name, Endpoint = run.Server.AwsEndpoint, RedrivePolicy = redrive }, run.Time);
        run.Server.Queues.Add(queue);
        return queue;
    }
}
