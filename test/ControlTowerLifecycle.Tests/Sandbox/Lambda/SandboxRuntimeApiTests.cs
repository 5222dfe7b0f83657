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
    public async Task An_event_comes_with_its_circumstances_in_headers()
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
    public async Task A_response_is_accepted_and_answers_the_invocation()
    {
        var invocation = await RunningAsync("A");

        Assert.Equal(new RuntimeAnswer(202, """{"status":"OK"}"""), await _runtime.RespondAsync("A", "[1]"));

        Assert.Equal(new InvocationResult.Succeeded("[1]"), await invocation.Result);
    }

    [Fact]
    public async Task An_error_is_accepted_and_answers_the_invocation()
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
    public async Task An_error_type_that_is_not_well_formed_is_filed_as_unknown(string type, string filedAs)
    {
        var invocation = await RunningAsync("A");

        await _runtime.FailAsync("A", type, Error);

        Assert.Equal(filedAs, Assert.IsType<InvocationResult.FunctionError>(await invocation.Result).FiledAs);
    }

    [Fact]
    public async Task Next_twice_hands_out_the_same_event_twice()
    {
        await RunningAsync("A");

        Assert.Equal("A", (await _runtime.NextAsync()).RequestId);
    }

    [Fact]
    public async Task More_than_one_event_is_served_one_after_the_other()
    {
        foreach (var id in new[] { "A", "B", "C" })
        {
            await RunningAsync(id);
            Assert.Equal(202, (await _runtime.RespondAsync(id, "{}")).Status);
        }
    }

    [Fact]
    public async Task A_second_response_is_an_invalid_transition()
    {
        var invocation = await RunningAsync("A");
        await _runtime.RespondAsync("A", "1");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.RespondAsync("A", "2"));

        Assert.Equal("1", (await invocation.Result).Payload);
    }

    [Fact]
    public async Task A_second_error_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.FailAsync("A", "Function.Broken", Error);

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task A_response_after_an_error_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.FailAsync("A", "Function.Broken", Error);

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.RespondAsync("A", "{}"));
    }

    [Fact]
    public async Task An_error_after_a_response_is_an_invalid_transition()
    {
        await RunningAsync("A");
        await _runtime.RespondAsync("A", "{}");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task An_unknown_request_id_is_told_apart_from_an_invalid_transition()
    {
        var invocation = await RunningAsync("A");

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("B", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("B", "Function.Broken", Error));

        Assert.False(invocation.Result.IsCompleted);
        Assert.Equal(202, (await _runtime.RespondAsync("A", "{}")).Status);
    }

    [Fact]
    public async Task An_init_error_is_accepted_once_and_ends_the_runtime()
    {
        Assert.Equal(202, (await _runtime.FailInitAsync("Runtime.BadSettings", Error)).Status);

        Assert.Equal("Runtime.BadSettings", (await _session.InitError).FiledAs);
        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailInitAsync("Runtime.BadSettings", Error));
        await AssertRefusedAsync(
            403, "InvalidStateTransition", _runtime.SendAsync(HttpMethod.Get, "runtime/invocation/next"));
    }

    [Fact]
    public async Task An_answer_before_the_first_event_is_an_answer_to_nothing()
    {
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("A", "Function.Broken", Error));
        await RunningAsync("A");
    }

    [Fact]
    public async Task An_answer_after_an_init_error_is_an_answer_to_nothing()
    {
        await _runtime.FailInitAsync("Runtime.BadSettings", Error);

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));
        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.FailAsync("A", "Function.Broken", Error));
    }

    [Fact]
    public async Task An_answer_to_the_event_before_is_an_answer_to_nothing()
    {
        await RunningAsync("A");
        await _runtime.RespondAsync("A", "{}");
        await RunningAsync("B");

        await AssertRefusedAsync(400, "InvalidRequestID", _runtime.RespondAsync("A", "{}"));

        Assert.Equal(202, (await _runtime.RespondAsync("B", "{}")).Status);
    }

    [Fact]
    public async Task An_init_error_after_the_first_event_is_an_invalid_transition()
    {
        await RunningAsync("A");

        await AssertRefusedAsync(403, "InvalidStateTransition", _runtime.FailInitAsync("Runtime.TooLate", Error));
    }

    [Fact]
    public async Task A_response_of_the_largest_size_is_accepted()
    {
        await RunningAsync("A");

        Assert.Equal(202, (await _runtime.RespondAsync("A", new string('x', RuntimeSession.LargestPayload))).Status);
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_answered_by_the_platform_and_the_runtime_goes_on()
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
    public async Task An_unknown_path_is_not_found() => Assert.Equal(
        new RuntimeAnswer(404, "404 page not found\n"),
        await _runtime.SendAsync(HttpMethod.Post, "runtime/unsupported", ""));

    [Theory]
    [InlineData("DELETE", "runtime/invocation/A/error")]
    [InlineData("GET", "runtime/invocation/A/response")]
    [InlineData("POST", "runtime/invocation/next")]
    [InlineData("GET", "runtime/init/error")]
    public async Task Another_method_is_not_allowed(string method, string path) =>
        Assert.Equal(405, (await _runtime.SendAsync(HttpMethod.Parse(method), path)).Status);

    private static async Task AssertRefusedAsync(int status, string type, Task<RuntimeAnswer> call)
    {
        var answer = await call;
        Assert.Equal((status, type), (answer.Status, answer.ErrorType));
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
