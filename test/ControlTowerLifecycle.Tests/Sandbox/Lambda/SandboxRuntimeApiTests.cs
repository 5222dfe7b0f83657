using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class SandboxRuntimeApiTests : IAsyncLifetime
{
    private const string Error = """{"errorMessage":"It broke.","errorType":"BrokenException","stackTrace":[]}""";

    private readonly RuntimeSession _session = new();
    private SandboxHttpServer _server = null!;
    private RuntimeCaller _runtime = null!;

    public async ValueTask InitializeAsync()
    {
        var api = new SandboxRuntimeApi(_session, "arn:aws:lambda:eu-west-1:111122223333:function:Lifecycle");
        _server = await SandboxHttpServer.StartAsync(api.HandleAsync, TestContext.Current.CancellationToken);
        _runtime = new RuntimeCaller(_server.Address.Authority, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _runtime.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Event_has_request_id_deadline_and_arn_in_headers()
    {
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(1795165924010);
        var invocation = new SandboxInvocation("A", """{"key":1}""") { Deadline = deadline };

        var received = await NextAsync(invocation);

        Assert.Equal("A", received.RequestId);
        Assert.Equal("""{"key":1}""", received.Payload);
        Assert.Equal("1795165924010", received.Headers["Lambda-Runtime-Deadline-Ms"]);
        Assert.Equal("arn:aws:lambda:eu-west-1:111122223333:function:Lifecycle",
            received.Headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$",
            received.Headers["Lambda-Runtime-Trace-Id"]);
    }

    [Fact]
    public async Task Response_is_accepted_and_completes_the_invocation()
    {
        var invocation = await RunningAsync("A");

        Assert.Equal(new RuntimeResponse(202, """{"status":"OK"}"""), await _runtime.RespondAsync("A", "[1]"));

        Assert.Equal(new InvocationResult.Succeeded("[1]"), await invocation.Result);
    }

    [Fact]
    public async Task Error_is_accepted_and_completes_the_invocation()
    {
        var invocation = await RunningAsync("A");

        Assert.Equal(202, (await _runtime.FailAsync("A", "Function.BrokenException", Error)).Status);

        Assert.Equal(
            new InvocationResult.FunctionError("BrokenException", "It broke.", "Function.BrokenException", Error),
            await invocation.Result);
    }

    [Theory]
    [InlineData("Function.Broken", "Function.Broken")]
    [InlineData("Runtime.NoSuchHandler", "Runtime.NoSuchHandler")]
    [InlineData("Function.broken", "Function.Unknown")]
    [InlineData("System.InvalidOperationException", "Runtime.Unknown")]
    public async Task Malformed_error_type_is_recorded_as_unknown(string type, string filedAs)
    {
        var invocation = await RunningAsync("A");

        await _runtime.FailAsync("A", type, Error);

        Assert.Equal(filedAs, Assert.IsType<InvocationResult.FunctionError>(await invocation.Result).FiledAs);
    }

    [Fact]
    public async Task Second_next_returns_the_same_event()
    {
        await RunningAsync("A");

        Assert.Equal("A", (await _runtime.NextAsync()).RequestId);
    }

    [Fact]
    public async Task Events_are_served_in_sequence()
    {
        foreach (var id in new[] { "A", "B", "C" })
        {
            await RunningAsync(id);
            Assert.Equal(202, (await _runtime.RespondAsync(id, "{}")).Status);
        }
    }

    [Fact]
    public async Task Second_response_is_an_invalid_transition()
    {
        var invocation = await RunningAsync("A");
        await _runtime.RespondAsync("A", "1");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.RespondAsync("A", "2"));

        Assert.Equal("1", (await invocation.Result).Payload);
    }

    [Fact]
    public async Task Second_error_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.FailAsync("A", "Function.Broken", Error);

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task Response_after_an_error_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.FailAsync("A", "Function.Broken", Error);

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.RespondAsync("A", "{}"));
    }

    [Fact]
    public async Task Error_after_a_response_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.RespondAsync("A", "{}");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task Unknown_request_id_is_not_an_invalid_transition()
    {
        var invocation = await RunningAsync("A");

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("B", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("B", "Function.Broken", Error));

        Assert.False(invocation.Result.IsCompleted);
        Assert.Equal(202, (await _runtime.RespondAsync("A", "{}")).Status);
    }

    [Fact]
    public async Task Init_error_is_accepted_once_and_ends_the_runtime()
    {
        Assert.Equal(202, (await _runtime.FailInitAsync("Runtime.BadSettings", Error)).Status);

        Assert.Equal("Runtime.BadSettings", (await _session.InitError).FiledAs);
        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailInitAsync("Runtime.BadSettings", Error));
        await AssertRefusedAsync(
            403, "InvalidStateTransition", _runtime.SendAsync(HttpMethod.Get, "runtime/invocation/next"));
    }

    [Fact]
    public async Task Response_before_the_first_event_has_an_invalid_request_id()
    {
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("A", "Function.Broken", Error));
        await RunningAsync("A");
    }

    [Fact]
    public async Task Response_after_an_init_error_has_an_invalid_request_id()
    {
        await _runtime.FailInitAsync("Runtime.BadSettings", Error);

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task Response_to_the_previous_event_has_an_invalid_request_id()
    {
        await RunningAsync("A");
        await _runtime.RespondAsync("A", "{}");
        await RunningAsync("B");

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));

        Assert.Equal(202, (await _runtime.RespondAsync("B", "{}")).Status);
    }

    [Fact]
    public async Task Init_error_after_the_first_event_is_an_invalid_transition()
    {
        await RunningAsync("A");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailInitAsync("Runtime.TooLate", Error));
    }

    [Fact]
    public async Task Response_of_the_maximum_size_is_accepted()
    {
        await RunningAsync("A");

        Assert.Equal(202, (await _runtime.RespondAsync("A", new string('x', RuntimeSession.LargestPayload))).Status);
    }

    [Fact]
    public async Task Too_large_response_becomes_an_error_and_the_runtime_continues()
    {
        var invocation = await RunningAsync("A");

        var tooLarge = new string('x', RuntimeSession.LargestPayload + 1);
        await AssertRefusedAsync(413, "RequestEntityTooLarge", _runtime.RespondAsync("A", tooLarge));

        var error = Assert.IsType<InvocationResult.FunctionError>(await invocation.Result);
        Assert.Equal("Function.ResponseSizeTooLarge", error.Type);
        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailAsync("A", "Function.Broken", Error));
        await RunningAsync("B");
    }

    [Fact]
    public async Task Unknown_path_returns_404() => Assert.Equal(
        new RuntimeResponse(404, "404 page not found\n"),
        await _runtime.SendAsync(HttpMethod.Post, "runtime/unsupported", ""));

    [Theory]
    [InlineData("DELETE", "runtime/invocation/A/error")]
    [InlineData("GET", "runtime/invocation/A/response")]
    [InlineData("POST", "runtime/invocation/next")]
    [InlineData("GET", "runtime/init/error")]
    public async Task Wrong_method_returns_405(string method, string path) =>
        Assert.Equal(405, (await _runtime.SendAsync(HttpMethod.Parse(method), path)).Status);

    private static async Task AssertRefusedAsync(int status, string type, Task<RuntimeResponse> call)
    {
        var response = await call;
        Assert.Equal((status, type), (response.Status, response.ErrorType));
    }

    private async Task<SandboxInvocation> RunningAsync(string id)
    {
        var invocation = new SandboxInvocation(id, "{}");
        await NextAsync(invocation);
        return invocation;
    }

    private async Task<RuntimeEvent> NextAsync(SandboxInvocation invocation)
    {
        var ready = _session.Ready;
        var next = _runtime.NextAsync();
        await ready;
        _session.Offer(invocation);
        return await next;
    }
}
