namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>
/// Failures that end the process; Lambda then starts another. Otherwise the process could respond to an invocation that
/// has ended.
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
    public async Task Refused_request_for_the_next_event_ends_the_process(int status)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Refused(status));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Returns("{}")));

        Assert.Single(api.Calls);
        Assert.Equal($"GET invocation/next returned {status}.", Output.Line("the process ends").Text("cause"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    public async Task Server_error_for_a_response_ends_the_process(int status)
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(status, Next.Event("a"), Next.Event("b"));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Returns("{}")));

        Assert.Equal("POST invocation/a/response", api.Calls[^1].ToString());
        Assert.Equal("a", Output.Line("the process ends").Text("requestId"));
    }

    [Fact]
    public async Task Server_error_for_an_error_report_ends_the_process()
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(500, Next.Event("a"), Next.Event("b"));

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Throws(new InvalidOperationException())));

        Assert.Equal("POST invocation/a/error", api.Calls[^1].ToString());
    }

    [Fact]
    public async Task Connection_lost_while_waiting_for_the_next_event_ends_the_process()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Lost);

        Assert.NotEqual(0, await RunAsync(api, FakeFunction.Returns("{}")));

        Assert.StartsWith(
            "The connection to the Runtime API is lost", Output.Line("the process ends").Text("cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_Runtime_API_ends_the_process()
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
    public async Task Event_without_a_request_id_ends_the_process(string? requestId)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { RequestId = requestId });
        var function = FakeFunction.Returns("{}");

        Assert.NotEqual(0, await RunAsync(api, function));

        Assert.Empty(function.Invocations);
        Assert.Equal("GET invocation/next returned no request ID.", Output.Line("the process ends").Text("cause"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1795165920000.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    public async Task Event_without_a_deadline_ends_the_process(string? deadline)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { DeadlineMs = deadline });
        var function = FakeFunction.Returns("{}");

        Assert.NotEqual(0, await RunAsync(api, function));

        Assert.Empty(function.Invocations);
        Assert.Equal("GET invocation/next returned no valid deadline.", Output.Line("the process ends").Text("cause"));
    }
}
