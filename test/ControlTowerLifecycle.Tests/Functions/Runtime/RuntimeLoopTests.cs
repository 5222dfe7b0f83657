using System.Text;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopTests : RuntimeLoopFixture
{
    [Fact]
    public async Task Response_is_sent_before_the_next_event_is_requested()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Returns("{}"));

        Assert.Equal(
            [
                "GET invocation/next", "POST invocation/a/response",
                "GET invocation/next", "POST invocation/b/response",
                "GET invocation/next",
            ],
            api.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task Request_ID_cannot_lead_to_another_path()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a?b"));

        await RunAsync(api, FakeFunction.Returns("{}"));

        Assert.Equal("/2018-06-01/runtime/invocation/a%3Fb/response", api.Calls[1].RawTarget);
    }

    [Fact]
    public async Task Function_receives_the_event_unchanged()
    {
        await using var api = await FakeRuntimeApi.StartAsync(
            Next.Event("a", """{"n": "é\u00e9"}""") with { TraceId = "Root=1-5bef4de7" });
        var function = FakeFunction.Returns("");

        await RunAsync(api, function);

        var invocation = Assert.Single(function.Invocations);
        Assert.Equal("a", invocation.RequestId);
        Assert.Equal(Next.Deadline, invocation.Deadline);
        Assert.Equal("Root=1-5bef4de7", invocation.TraceId);
        Assert.Equal("""{"n": "é\u00e9"}""", Encoding.UTF8.GetString(invocation.Payload.Span));
    }

    [Fact]
    public async Task Invocation_is_over_at_its_deadline_by_the_wall_clock()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Returns(""));

        Assert.False(End.IsOver);
        Time.Advance(Next.Deadline - Time.GetUtcNow());
        Assert.True(End.IsOver);
    }

    [Fact]
    public async Task Response_of_the_function_is_sent_unchanged()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Returns("""{"outcome":"é"}"""));

        var response = api.Call("POST invocation/a/response");
        Assert.Equal("""{"outcome":"é"}""", response.Text);
        Assert.Equal("application/json", response.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Empty_response_is_sent_with_an_empty_body()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Returns(""));

        Assert.Empty(api.Call("POST invocation/a/response").Body);
    }

    [Fact]
    public async Task All_calls_share_one_connection()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"), Next.Event("c"));

        await RunAsync(api, FakeFunction.Returns("{}"));

        Assert.Equal(7, api.Calls.Count);
        Assert.Single(api.Calls.Select(call => call.ConnectionId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refused_error_keeps_the_connection_open()
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(403, Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException()));

        Assert.Single(api.Calls.Select(call => call.ConnectionId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Response_over_6_MB_is_logged_and_not_reported_as_an_error()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"));
        var function = new FakeFunction((invocation, _) => Task.FromResult<ReadOnlyMemory<byte>>(
            new byte[invocation.RequestId == "a" ? 7 * 1024 * 1024 : 2]));

        await RunAsync(api, function);

        Assert.DoesNotContain(api.Calls, call => call.ToString() == "POST invocation/a/error");
        Assert.Equal(2, function.Invocations.Count);
        Assert.Equal(
            "the response is over 6 MB; the caller receives Function.ResponseSizeTooLarge",
            Output.Line("the response was not accepted").Text("cause"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Next_event_is_handled_after_a_refused_response(int status)
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(status, Next.Event("a"), Next.Event("b"));
        var function = FakeFunction.Returns("{}");

        await RunAsync(api, function);

        Assert.Equal(["a", "b"], function.Invocations.Select(invocation => invocation.RequestId));
        Assert.All(
            Output.LinesOf("the response was not accepted"),
            line => Assert.Contains($"{status}", line.Text("cause")));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    public async Task Next_event_is_handled_after_a_refused_error(int status)
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(status, Next.Event("a"), Next.Event("b"));
        var function = FakeFunction.Throws(new InvalidOperationException());

        await RunAsync(api, function);

        Assert.Equal(["a", "b"], function.Invocations.Select(invocation => invocation.RequestId));
    }

    [Fact]
    public async Task Log_lines_of_an_invocation_have_its_request_id()
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(403, Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException()));

        Assert.Equal(
            [
                "a unexpected failure", "a the response was not accepted",
                "b unexpected failure", "b the response was not accepted",
            ],
            Output.Lines.SkipLast(1).Select(line => $"{line.Text("requestId")} {line.Text("message")}"));
    }

    [Fact]
    public async Task Log_line_between_two_invocations_has_no_request_id()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Refused(500));

        await RunAsync(api, FakeFunction.Returns("{}"));

        Assert.False(Output.Line("the process ends").TryGetProperty("requestId", out _));
    }
}
