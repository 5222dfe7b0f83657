using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class RetrievalInvocationTests : IDisposable
{
    private readonly Output _output = new();

    [Theory]
    [InlineData("report")]
    [InlineData("disable")]
    public async Task Stack_without_the_protection_gets_a_response_and_no_error_of_the_invocation(string command)
    {
        var response = await RunAsync($$"""{"externalIdRetrieval":"{{command}}"}""");

        using var document = JsonDocument.Parse(response!.Value);
        Assert.Contains("workload-security", document.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(document.RootElement.GetProperty("whatToDo").GetString()!);
    }

    [Fact]
    public async Task Other_payload_is_left_to_others() => Assert.Null(await RunAsync("""{"reconcile":"all"}"""));

    public void Dispose() => _output.Dispose();

    private Task<ReadOnlyMemory<byte>?> RunAsync(string payload) =>
        new RetrievalInvocation(null, new LifecycleLog(_output, TimeProvider.System)).TryRunAsync(
            Encoding.UTF8.GetBytes(payload), TestContext.Current.CancellationToken);
}
