namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// What ends the process. Lambda then starts another; going on would answer for an invocation that is over.
/// </summary>
[Collection(OneAtATime)]
public sealed class RuntimeLoopEndTests : RuntimeLoopFixture
{
    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_event_that_is_not_handed_out_ends_the_process(int status)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Refused(status));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Answers("{}")));

        Assert.Single(api.Calls);
        Assert.Equal($"GET invocation/next answered {status}.", Output.Line("the process ends").Text("cause"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task A_broken_container_ends_the_process_when_it_is_answered(int status)
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(status, Next.Event("a"), Next.Event("b"));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Answers("{}")));

        Assert.Equal("POST invocation/a/response", api.Calls[^1].ToString());
        Assert.Equal("a", Output.Line("the process ends").Text("requestId"));
    }

    [Fact]
    public async Task A_broken_container_ends_the_process_when_it_is_told_an_error()
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(500, Next.Event("a"), Next.Event("b"));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Throws(new InvalidOperationException())));

        Assert.Equal("POST invocation/a/error", api.Calls[^1].ToString());
    }

    [Fact]
    public async Task A_connection_that_breaks_while_the_next_event_is_waited_for_ends_the_process()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Lost);

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Answers("{}")));

        Assert.StartsWith(
            "The connection to the Runtime API is lost", Output.Line("the process ends").Text("cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_api_that_is_gone_ends_the_process()
    {
        var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var function = new FakeFunction(async (_, _) =>
        {
            await api.DisposeAsync();
            return ReadOnlyMemory<byte>.Empty;
        });

        Assert.NotEqual(0, await RunAsync(api, function));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_event_without_a_request_id_ends_the_process(string? requestId)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { RequestId = requestId });
        var function = FakeFunction.Answers("{}");

        Assert.NotEqual(0, await RunAsync(api, function));

        Assert.Empty(function.Invocations);
        Assert.Equal("GET invocation/next answered without a request id.", Output.Line("the process ends").Text("cause"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1795165920000.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public async Task An_event_without_a_deadline_ends_the_process(string? deadline)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { DeadlineMs = deadline });
        var function = FakeFunction.Answers("{}");

        Assert.NotEqual(0, await RunAsync(api, function));

        Assert.Empty(function.Invocations);
        Assert.Equal("GET invocation/next answered without a deadline.", Output.Line("the process ends").Text("cause"));
    }
}
