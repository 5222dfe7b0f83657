using System.Text;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopTests : RuntimeLoopFixture
{
    [Fact]
    public async Task Every_event_is_answered_before_the_next_is_asked_for()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Answers("{}"));

        Assert.Equal(
            [
                "GET invocation/next", "POST invocation/a/response",
                "GET invocation/next", "POST invocation/b/response",
                "GET invocation/next",
            ],
            api.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task The_function_gets_the_event_as_it_came()
    {
        await using var api = await FakeRuntimeApi.StartAsync(
            Next.Event("a", """{"n": "é\u00e9"}""") with { TraceId = "Root=1-5bef4de7" });
        var function = FakeFunction.Answers("");

        await RunAsync(api, function);

        var invocation = Assert.Single(function.Invocations);
        Assert.Equal("a", invocation.RequestId);
        Assert.Equal(Next.Deadline, invocation.Deadline);
        Assert.Equal("Root=1-5bef4de7", invocation.TraceId);
        Assert.Equal("""{"n": "é\u00e9"}""", Encoding.UTF8.GetString(invocation.Payload.Span));
    }

    [Fact]
    public async Task What_the_function_answers_reaches_the_platform_as_it_is()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Answers("""{"outcome":"é"}"""));

        var response = api.Call("POST invocation/a/response");
        Assert.Equal("""{"outcome":"é"}""", response.Text);
        Assert.Equal("application/json", response.Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_function_that_answers_nothing_is_answered_for_with_an_empty_body()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Answers(""));

        Assert.Empty(api.Call("POST invocation/a/response").Body);
    }

    [Fact]
    public async Task All_calls_share_one_connection()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"), Next.Event("c"));

        await RunAsync(api, FakeFunction.Answers("{}"));

        Assert.Equal(7, api.Calls.Count);
        Assert.Single(api.Calls.Select(call => call.ConnectionId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_error_does_not_cost_the_connection()
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(403, Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException()));

        Assert.Single(api.Calls.Select(call => call.ConnectionId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_answer_over_6_MB_is_logged_and_not_told_as_an_error()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"));
        var function = new FakeFunction((invocation, _) => Task.FromResult<ReadOnlyMemory<byte>>(
            new byte[invocation.RequestId == "a" ? 7 * 1024 * 1024 : 2]));

        await RunAsync(api, function);

        Assert.DoesNotContain(api.Calls, call => call.ToString() == "POST invocation/a/error");
        Assert.Equal(2, function.Invocations.Count);
        Assert.Equal(
            "the answer is over 6 MB; the caller was told Function.ResponseSizeTooLarge",
            Output.Line("the answer was not taken").Text("cause"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task After_a_refused_answer_the_next_event_is_taken(int status)
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(status, Next.Event("a"), Next.Event("b"));
        var function = FakeFunction.Answers("{}");

        await RunAsync(api, function);

        Assert.Equal(["a", "b"], function.Invocations.Select(invocation => invocation.RequestId));
        Assert.All(Output.LinesOf("the answer was not taken"), line => Assert.Contains($"{status}", line.Text("cause")));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    public async Task After_a_refused_error_the_next_event_is_taken(int status)
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(status, Next.Event("a"), Next.Event("b"));
        var function = FakeFunction.Throws(new InvalidOperationException());

        await RunAsync(api, function);

        Assert.Equal(["a", "b"], function.Invocations.Select(invocation => invocation.RequestId));
    }

    [Fact]
    public async Task Every_line_of_an_invocation_carries_its_request_id()
    {
        await using var api = await FakeRuntimeApi.AnsweringAsync(403, Next.Event("a"), Next.Event("b"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException()));

        Assert.Equal(
            ["a unexpected failure", "a the answer was not taken", "b unexpected failure", "b the answer was not taken"],
            Output.Lines.SkipLast(1).Select(line => $"{line.Text("requestId")} {line.Text("message")}"));
    }

    [Fact]
    public async Task A_line_between_two_invocations_carries_no_request_id()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Refused(500));

        await RunAsync(api, FakeFunction.Answers("{}"));

        Assert.False(Output.Line("the process ends").TryGetProperty("requestId", out _));
    }
}
