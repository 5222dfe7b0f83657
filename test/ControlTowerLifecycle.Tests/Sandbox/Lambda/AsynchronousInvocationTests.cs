using System.Collections.Concurrent;
using System.Text.Json;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class AsynchronousInvocationTests : IDisposable
{
    private const int TimeoutMilliseconds = 30_000;

    private readonly ManualTime _time = new();
    private readonly SandboxQueue _onFailure;
    private readonly ConcurrentQueue<string> _requestIds = new();

    public AsynchronousInvocationTests() =>
        _onFailure = new SandboxQueue(new QueueSettings { Name = "on-failure" }, _time);

    public void Dispose() => _onFailure.Dispose();

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Event_is_tried_three_times_with_one_request_id_and_then_recorded()
    {
        await using var function = Function(failures: 3);

        var invocation = function.InvokeAsynchronously("""{"accountId":"444455556666"}""");
        Assert.Equal(1, function.PendingEvents);
        await RetryAfterAsync(TimeSpan.FromMinutes(1));
        await RetryAfterAsync(TimeSpan.FromMinutes(2));

        Assert.IsType<InvocationResult.FunctionError>(await invocation);
        Assert.Equal(3, _requestIds.Count);
        Assert.Single(_requestIds.Distinct(StringComparer.Ordinal));
        var record = JsonElement.Parse(Assert.Single(_onFailure.Receive(10)).Body);
        Assert.Equal("RetriesExhausted", record.GetProperty("requestContext").GetProperty("condition").GetString());
        Assert.Equal(3, record.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt32());
        Assert.Equal("444455556666", record.GetProperty("requestPayload").GetProperty("accountId").GetString());
        Assert.Equal("It broke.", record.GetProperty("responsePayload").GetProperty("errorMessage").GetString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Successful_retry_ends_the_attempts()
    {
        await using var function = Function(failures: 1);

        var invocation = function.InvokeAsynchronously("{}");
        await RetryAfterAsync(TimeSpan.FromMinutes(1));

        Assert.IsType<InvocationResult.Succeeded>(await invocation);
        Assert.True(_onFailure.Counts.IsEmpty);
        Assert.Equal(2, function.Counts.Invocations);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Disposal_cancels_waiting_events()
    {
        var function = Function(failures: 1);
        var invocation = function.InvokeAsynchronously("{}");
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1));

        await function.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invocation);
    }

    private async Task RetryAfterAsync(TimeSpan delay)
    {
        await _time.TimerSetAsync(delay);
        _time.Advance(delay);
    }

    private LambdaFunction Function(int failures) => new(
        ScriptedLauncher.Settings("Backfill") with
        {
            // The retry delays are one and two minutes. Another timeout keeps the timers distinct.
            Timeout = TimeSpan.FromSeconds(50),
            OnFailure = _onFailure,
        },
        new ScriptedLauncher(async process =>
        {
            while (true)
            {
                var received = await process.Runtime.NextAsync();
                _requestIds.Enqueue(received.RequestId);
                if (_requestIds.Count <= failures)
                    await process.Runtime.FailAsync(
                        received.RequestId, "Function.Broken", """{"errorMessage":"It broke.","errorType":"Broken"}""");
                else
                    await process.Runtime.RespondAsync(received.RequestId, "{}");
            }
        }),
        _time);
}
