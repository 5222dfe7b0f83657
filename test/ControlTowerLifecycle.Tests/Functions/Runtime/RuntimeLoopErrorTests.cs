using System.Text.Json;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

[Collection(OneAtATime)]
public sealed class RuntimeLoopErrorTests : RuntimeLoopFixture
{
    [Fact]
    public async Task Function_error_is_reported_with_its_kind_and_message()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Throws(new FunctionErrorException("NotOnboarded", "The log states why.")));

        var error = api.Call("POST invocation/a/error");
        Assert.Equal("Function.NotOnboarded", error.Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", error.Headers["Content-Type"]);
        Assert.Equal(
            """{"errorMessage":"The log states why.","errorType":"Function.NotOnboarded","stackTrace":[]}""",
            error.Text);
    }

    [Fact]
    public async Task Function_error_is_logged_without_a_stack_trace()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Throws(new FunctionErrorException("NotOnboarded", "The log states why.")));

        var line = Output.Line("the invocation fails");
        Assert.Equal("The log states why.", line.Text("cause"));
        Assert.False(line.TryGetProperty("stackTrace", out _));
    }

    [Fact]
    public async Task Defect_is_reported_by_its_type()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Throws(new KeyNotFoundException()));

        var error = api.Call("POST invocation/a/error").Json;
        Assert.Equal("Function.Unexpected", error.Text("errorType"));
        Assert.Contains(nameof(KeyNotFoundException), error.Text("errorMessage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_of_a_defect_is_not_reported()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var inner = new FormatException("quotes the payload inside");

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException("quotes the payload", inner)));

        Assert.DoesNotContain("quotes the payload", api.Call("POST invocation/a/error").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_trace_of_a_defect_is_reported_line_by_line()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException()));

        string[] lines =
            [.. api.Call("POST invocation/a/error").Json.GetProperty("stackTrace").EnumerateArray().Select(line => line.GetString()!)];
        Assert.Contains(nameof(FakeFunction), lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.StartsWith("at ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_of_a_defect_is_logged()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));

        await RunAsync(api, FakeFunction.Throws(new InvalidOperationException("the collection is empty")));

        var line = Output.Line("unexpected failure");
        Assert.Equal("System.InvalidOperationException", line.Text("type"));
        Assert.Equal("the collection is empty", line.Text("cause"));
    }

    [Fact]
    public async Task Defect_without_a_stack_trace_is_reported_without_one()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var defect = new DefectWithoutStackTrace();

        await RunAsync(api, FakeFunction.Throws(defect));

        Assert.Equal(0, api.Call("POST invocation/a/error").Json.GetProperty("stackTrace").GetArrayLength());
    }

    [Fact]
    public async Task Failed_invocation_does_not_affect_the_next()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"), Next.Event("b"));
        var function = new FakeFunction((invocation, _) => invocation.RequestId == "a"
            ? throw new InvalidOperationException()
            : Task.FromResult<ReadOnlyMemory<byte>>("{}"u8.ToArray()));

        await RunAsync(api, function);

        Assert.Equal(JsonValueKind.Object, api.Call("POST invocation/b/response").Json.ValueKind);
    }

    [Fact]
    public async Task Asynchronous_failure_is_reported_like_a_synchronous_one()
    {
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a"));
        var function = new FakeFunction(async (_, _) =>
        {
            await Task.Yield();
            throw new FunctionErrorException("NotQueued", "Later.");
        });

        await RunAsync(api, function);

        Assert.Equal("Later.", api.Call("POST invocation/a/error").Json.Text("errorMessage"));
    }

    private sealed class DefectWithoutStackTrace : Exception
    {
        public override string? StackTrace => null;
    }
}
