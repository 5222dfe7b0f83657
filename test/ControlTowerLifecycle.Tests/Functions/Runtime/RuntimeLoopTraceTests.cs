namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopTraceTests : RuntimeLoopFixture
{
    private const string Variable = "_X_AMZN_TRACE_ID";

    [Fact]
    public async Task The_trace_id_of_an_invocation_is_in_the_environment_while_it_lasts()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Traced("a", "Root=1-a"), Traced("b", "Root=1-b"));

        Assert.Equal(["Root=1-a", "Root=1-b"], await SeenAsync(api));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task An_invocation_that_is_not_traced_does_not_take_over_the_trace_of_the_last(string? traceId)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Traced("a", "Root=1-a"), Traced("b", traceId));

        Assert.Equal(["Root=1-a", null], await SeenAsync(api));
    }

    private async Task<IReadOnlyList<string?>> SeenAsync(FakeRuntimeApi api)
    {
        var seen = new List<string?>();
        await RunAsync(api, FakeFunction.Does((_, _) => seen.Add(Environment.GetEnvironmentVariable(Variable))));
        return seen;
    }

    private static Next Traced(string requestId, string? traceId) => Next.Event(requestId) with { TraceId = traceId };
}
