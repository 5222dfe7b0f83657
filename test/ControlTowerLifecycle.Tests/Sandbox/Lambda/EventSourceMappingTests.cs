using System.Text.Json;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class EventSourceMappingTests : IDisposable
{
    private const int TimeoutMilliseconds = 30_000;

    private readonly ManualTime _time = new();
    private readonly SandboxQueue _deadLetters;
    private readonly SandboxQueue _queue;

    public EventSourceMappingTests()
    {
        _deadLetters = new SandboxQueue(new QueueSettings { Name = "dead-letters" }, _time);
        _queue = new SandboxQueue(
            new QueueSettings
            {
                Name = "lifecycle-work",
                VisibilityTimeout = TimeSpan.FromMinutes(12),
                RedrivePolicy = new RedrivePolicy(_deadLetters, MaxReceiveCount: 2),
            },
            _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queue.Dispose();
        _deadLetters.Dispose();
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Batch_event_has_the_format_of_Lambda()
    {
        var seen = new TaskCompletionSource<string>();
        await using var function = Function(payload =>
        {
            seen.TrySetResult(payload);
            return "";
        });
        var id = _queue.Send("""{"quoted":"body"}""");
        await using var mapping = new EventSourceMapping(_queue, function, new MappingSettings());

        var record = JsonElement.Parse(await seen.Task).GetProperty("Records")[0];

        Assert.Equal(
            "messageId receiptHandle body attributes messageAttributes md5OfBody eventSource eventSourceARN awsRegion",
            string.Join(' ', record.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(id, record.GetProperty("messageId").GetString());
        Assert.Equal("""{"quoted":"body"}""", record.GetProperty("body").GetString());
        Assert.Equal("1", record.GetProperty("attributes").GetProperty("ApproximateReceiveCount").GetString());
        Assert.Equal("aws:sqs", record.GetProperty("eventSource").GetString());
        Assert.Equal(
            "arn:aws:sqs:eu-west-1:111122223333:lifecycle-work", record.GetProperty("eventSourceARN").GetString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Succeeded_message_is_deleted_and_failed_message_returns_after_its_visibility_timeout()
    {
        var attempts = 0;
        await using var function = Function(payload => ++attempts == 1 ? Failing(payload, "bad") : "{}");
        _queue.Send("good");
        _queue.Send("bad");
        await using var mapping = new EventSourceMapping(_queue, function, new MappingSettings());

        await BatchesAsync(function, 1);
        await _queue.WaitForAsync(counts => counts.InFlight == 1, Token);
        Assert.Equal(0, _queue.Counts.Visible);
        _time.Advance(TimeSpan.FromMinutes(12));
        await _queue.WaitUntilEmptyAsync(Token);

        Assert.Equal(2, attempts);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Message_that_fails_too_often_becomes_a_dead_letter()
    {
        await using var function = Function(payload => Failing(payload, "bad"));
        _queue.Send("bad");
        await using var mapping = new EventSourceMapping(_queue, function, new MappingSettings());

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await BatchesAsync(function, attempt);
            _time.Advance(TimeSpan.FromMinutes(12));
        }

        await _deadLetters.WaitForMessageAsync(Token);
        Assert.Equal("bad", _deadLetters.Receive(1)[0].Body);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Batch_has_at_most_ten_messages()
    {
        var sizes = new List<int>();
        await using var function = Function(payload =>
        {
            lock (sizes)
                sizes.Add(JsonElement.Parse(payload).GetProperty("Records").GetArrayLength());
            return "{}";
        });
        for (var number = 0; number < 25; number++)
            _queue.Send($"{number}");
        await using var mapping = new EventSourceMapping(_queue, function, new MappingSettings());

        await _queue.WaitUntilEmptyAsync(Token);

        Assert.Equal([5, 10, 10], sizes.Order());
    }

    [Fact]
    public async Task Queue_with_a_visibility_timeout_below_the_function_timeout_is_refused()
    {
        await using var function = Function(_ => "{}");
        using var hasty = new SandboxQueue(new QueueSettings { Name = "hasty" }, _time);

        var refusal = Assert.Throws<ArgumentException>(
            () => new EventSourceMapping(hasty, function, new MappingSettings()));

        Assert.Contains("Queue visibility timeout: 30 seconds is less than Function timeout: 120 seconds",
            refusal.Message, StringComparison.Ordinal);
    }

    private static string Failing(string payload, string body)
    {
        var id = JsonElement.Parse(payload).GetProperty("Records").EnumerateArray()
            .Single(record => record.GetProperty("body").GetString() == body).GetProperty("messageId").GetString();
        return $$"""{"batchItemFailures":[{"itemIdentifier":"{{id}}"}]}""";
    }

    private static async Task BatchesAsync(LambdaFunction function, int batches)
    {
        int Reports() => function.Log.Lines.Count(line => line.Text.StartsWith("REPORT", StringComparison.Ordinal));
        await function.Log.WaitForAsync(_ => Reports() >= batches, Token);
    }

    private LambdaFunction Function(Func<string, string> handle) => new(
        ScriptedLauncher.Settings("Lifecycle"), ScriptedLauncher.Responding(handle), _time);
}
