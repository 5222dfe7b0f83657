namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopTraceTests : RuntimeLoopFixture
{
    private const string Variable = "_X_AMZN_TRACE_ID";

    [Fact]
    public async Task Trace_id_is_in_the_environment_during_the_invocation()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Traced("a", "Root=1-a"), Traced("b", "Root=1-b"));

        Assert.Equal(["Root=1-a", "Root=1-b"], await TraceIdsAsync(api));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Invocation_without_a_trace_id_does_not_keep_the_previous_one(string? traceId)
    {
        await using var api = await FakeRuntimeApi.StartAsync(Traced("a", "Root=1-a"), Traced("b", traceId));

        Assert.Equal(["Root=1-a", null], await TraceIdsAsync(api));
    }

    private async Task<IReadOnlyList<string?>> TraceIdsAsync(FakeRuntimeApi api)
    {
        var traceIds = new List<string?>();
        await RunAsync(api, FakeFunction.Runs((_, _) => traceIds.Add(Environment.GetEnvironmentVariable(Variable))));
        return traceIds;
    }

    private static Next Traced(string requestId, string? traceId) => Next.Event(requestId) with { TraceId = traceId };
}
