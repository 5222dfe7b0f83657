using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ControlTowerLifecycle.Functions;
using ControlTowerLifecycle.Tests.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

[Collection(RuntimeLoopFixture.OneAtATime)]
public sealed class BootstrapTests : BootstrapFixture
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Process_outside_Lambda_names_the_sandbox_and_ends(string? address)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (address is not null)
            environment["AWS_LAMBDA_RUNTIME_API"] = address;

        Assert.NotEqual(0, await RunAsync(environment));

        var line = Output.Line("cannot start");
        Assert.StartsWith("AWS_LAMBDA_RUNTIME_API is missing", line.Text("cause"), StringComparison.Ordinal);
        Assert.Contains("Sandbox", line.Text("whatToDo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_error_lists_all_wrong_settings()
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        Assert.NotEqual(0, await RunAsync(api, ("LIFECYCLE_FUNCTION", "lifecycle"), ("MAXIMUM_CONCURRENCY", "none")));

        var error = Assert.Single(api.Calls);
        Assert.Equal("POST init/error", error.ToString());
        Assert.Equal("Function.WrongSettings", error.Json.Text("errorType"));
        string[] wrong =
        [
            "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "WORKLOAD_SECURITY_SECRET_ARN",
            "MANAGEMENT_ACCOUNT_ID", "MAXIMUM_CONCURRENCY",
        ];
        Assert.All(wrong, name => Assert.Contains(name, error.Json.Text("errorMessage"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lifecycle")]
    [InlineData("backfill")]
    [InlineData("rotation")]
    [InlineData("support-case")]
    public async Task First_line_names_version_function_and_architecture(string function)
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        await RunAsync(LambdaEnvironment.Of(function, api.Address, api.Address));

        var architecture = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";
        var line = Output.Lines[0];
        Assert.Equal(
            ("starting", VersionOf(typeof(Bootstrap)), function, architecture),
            (line.Text("message"), line.Text("version"), line.Text("function"), line.Text("architecture")));
    }

    [Fact]
    public async Task First_line_of_a_process_with_invalid_settings_has_the_version()
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        await RunAsync(api, ("LIFECYCLE_FUNCTION", Secrets.ApiKey));

        var line = Output.Lines[0];
        Assert.Equal(("starting", VersionOf(typeof(Bootstrap))), (line.Text("message"), line.Text("version")));
        Assert.Equal(JsonValueKind.Null, line.GetProperty("function").ValueKind);
    }

    [Fact]
    public async Task Init_error_is_logged()
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        await RunAsync(api);

        Assert.Equal(Assert.Single(api.Calls).Json.Text("errorMessage"), Output.Line("cannot start").Text("cause"));
    }

    [Theory]
    [InlineData("Lifecycle")]
    [InlineData("reconcile")]
    [InlineData("bootstrap")]
    public async Task Unknown_function_name_is_refused(string name)
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        Assert.NotEqual(0, await RunAsync(api, ("LIFECYCLE_FUNCTION", name)));

        Assert.Contains(
            $"LIFECYCLE_FUNCTION: must be 'lifecycle', 'backfill', 'rotation' or 'support-case', not '{name}'",
            Assert.Single(api.Calls).Json.Text("errorMessage"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task API_key_in_a_wrong_setting_is_not_logged()
    {
        await using var api = await FakeRuntimeApi.StartAsync();

        await RunAsync(
            api, ("WORKLOAD_SECURITY_SECRET_ARN", Secrets.ApiKey), ("WORKLOAD_SECURITY_ENDPOINT", $"http://{Secrets.ApiKey}"));

        Assert.Contains("WORKLOAD_SECURITY_SECRET_ARN", Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_invocations_are_refused()
    {
        await using var server = await Loopback.ForbiddenAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        var environment = LambdaEnvironment.Of("lifecycle", api.Address, server.Address);
        environment["AWS_LAMBDA_MAX_CONCURRENCY"] = "8";

        Assert.NotEqual(0, await RunAsync(environment));

        Assert.Contains(
            "AWS_LAMBDA_MAX_CONCURRENCY", api.Call("POST init/error").Json.Text("errorMessage"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lifecycle")]
    [InlineData("backfill")]
    public async Task No_call_is_made_before_the_first_event(string function)
    {
        await using var server = await Loopback.ForbiddenAsync();
        await using var api = await FakeRuntimeApi.StartAsync();
        var environment = LambdaEnvironment.Of(function, api.Address, server.Address);
        environment["AWS_LAMBDA_MAX_CONCURRENCY"] = "";

        await RunAsync(environment);

        Assert.Equal(["GET invocation/next"], api.Calls.Select(call => call.ToString()));
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData(403, "the error was not accepted")]
    [InlineData(500, "the process ends")]
    public async Task Refused_init_error_ends_the_process(int status, string reason)
    {
        await using var api = await FakeRuntimeApi.StartWithStatusAsync(status);

        Assert.NotEqual(0, await RunAsync(api));

        Assert.Equal(["starting", "cannot start", reason], Output.Messages);
    }

    [Fact]
    public async Task Unreachable_Runtime_API_ends_the_process()
    {
        var api = await FakeRuntimeApi.StartAsync();
        var address = api.Address;
        await api.DisposeAsync();

        Assert.NotEqual(0, await RunAsync(LambdaEnvironment.Of("lifecycle", address, address)));
    }

    [Fact]
    public async Task Lifecycle_function_handles_batches()
    {
        await using var server = await Loopback.ForbiddenAsync();
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = Batch.Of("") });

        await RunAsync(LambdaEnvironment.Of("lifecycle", api.Address, server.Address));

        Assert.Equal(["m0"], Batch.HandedBack(api.Call("POST invocation/a/response").Body));
    }

    [Fact]
    public async Task Backfill_function_responds_to_CloudFormation()
    {
        await using var server = await Loopback.StartAsync((_, _) => Task.CompletedTask);
        var request = Payload.With("CustomResource.Delete.json", "ResponseURL", $"\"http://{server.Address}/put\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(LambdaEnvironment.Of("backfill", api.Address, server.Address));

        Assert.Equal("SUCCESS", Assert.Single(server.Calls).Json.Text("Status"));
        Assert.Empty(api.Call("POST invocation/a/response").Body);
    }

    [Theory]
    [InlineData("CustomResource.Create.json", "FAILED")]
    [InlineData("CustomResource.Update.json", "FAILED")]
    [InlineData("CustomResource.Delete.json", "SUCCESS")]
    public async Task CloudFormation_gets_a_response_even_if_settings_are_wrong(string file, string status)
    {
        await using var server = await Loopback.StartAsync((_, _) => Task.CompletedTask);
        var request = Payload.With(file, "ResponseURL", $"\"http://{server.Address}/put\"");
        await using var api = await FakeRuntimeApi.StartAsync(Next.Event("a") with { Payload = request });

        await RunAsync(api, ("LIFECYCLE_FUNCTION", " backfill"), ("MAXIMUM_CONCURRENCY", "2.5"));

        var response = Assert.Single(server.Calls).Json;
        Assert.Equal(status, response.Text("Status"));
        Assert.Equal(
            status == "FAILED",
            response.TryGetProperty("Reason", out var reason)
            && reason.GetString()!.Contains("MAXIMUM_CONCURRENCY: must be a whole number", StringComparison.Ordinal));
        Assert.Empty(api.Call("POST invocation/a/response").Body);
        Output.Line("cannot start");
    }

    [Fact]
    public async Task Other_invocation_of_a_backfill_function_with_wrong_settings_fails()
    {
        await using var api = await FakeRuntimeApi.StartAsync(
            Next.Event("a") with { Payload = Payload.Bytes("Scheduled.json") });

        await RunAsync(api, ("LIFECYCLE_FUNCTION", "backfill"), ("MAXIMUM_CONCURRENCY", "2.5"));

        var error = api.Call("POST invocation/a/error").Json;
        Assert.Equal("Function.WrongSettings", error.Text("errorType"));
        Assert.Contains("MAXIMUM_CONCURRENCY", error.Text("errorMessage"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runtime_API_is_called_without_a_proxy()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        var standard = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new ProxyFor(api.Address);
        try
        {
            await RunAsync(LambdaEnvironment.Of("lifecycle", api.Address, api.Address));
        }
        finally
        {
            HttpClient.DefaultProxy = standard;
        }

        Assert.Single(api.Calls);
    }

    /// <summary>The version in the assembly, which Windows and tools of .NET show.</summary>
    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>
    /// Sends calls of one server to a closed port. Calls of parallel tests use no proxy.
    /// </summary>
    private sealed class ProxyFor(string address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => new("http://127.0.0.1:1");

        public bool IsBypassed(Uri host) => host.Authority != address;
    }
}
