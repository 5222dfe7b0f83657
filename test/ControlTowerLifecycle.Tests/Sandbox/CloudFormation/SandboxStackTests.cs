using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Tests.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudFormation;

public sealed class SandboxStackTests : IAsyncLifetime
{
    private const int TimeoutMilliseconds = 30_000;

    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private ResponseBucket _bucket = null!;
    private LambdaFunction _backfill = null!;
    private SandboxStack _stack = null!;

    /// <summary>The response of the function: status and physical id. Null sends no response.</summary>
    private Func<JsonElement, (string Status, string PhysicalId)?> _response = _ => ("SUCCESS", "backfill");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bucket = await ResponseBucket.StartAsync(_time, Token);
        _backfill = new LambdaFunction(ScriptedLauncher.Settings("Backfill"), new ScriptedLauncher(RunAsync), _time);
        _stack = new SandboxStack(_backfill, _bucket, new SandboxStackSettings(), _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _backfill.DisposeAsync();
        await _bucket.DisposeAsync();
        _http.Dispose();
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Creation_completes_through_the_response_url()
    {
        var result = await _stack.CreateAsync("1", Token);

        Assert.Equal(StackStatus.CreateComplete, result.Status);
        Assert.Null(result.Reason);
        Assert.Equal("backfill", result.PhysicalResourceId);
        var sent = JsonElement.Parse(Assert.Single(result.Exchanges).Event);
        Assert.Equal(
            "RequestType ServiceToken ResponseURL StackId RequestId LogicalResourceId ResourceType ResourceProperties",
            string.Join(' ', sent.EnumerateObject().Select(property => property.Name)));
        Assert.Equal("1", sent.GetProperty("ResourceProperties").GetProperty("Revision").GetString());
        Assert.Equal("900", sent.GetProperty("ResourceProperties").GetProperty("ServiceTimeout").GetString());
        Assert.Equal(1, result.Exchanges[0].Url.Puts);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Update_sends_the_physical_id_and_the_old_properties()
    {
        await _stack.CreateAsync("1", Token);

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal(StackStatus.UpdateComplete, result.Status);
        var sent = JsonElement.Parse(Assert.Single(result.Exchanges).Event);
        Assert.Equal("backfill", sent.GetProperty("PhysicalResourceId").GetString());
        Assert.Equal("2", sent.GetProperty("ResourceProperties").GetProperty("Revision").GetString());
        Assert.Equal("1", sent.GetProperty("OldResourceProperties").GetProperty("Revision").GetString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Deleted_stack_can_be_created_again()
    {
        await _stack.CreateAsync("1", Token);

        Assert.Equal(StackStatus.DeleteComplete, (await _stack.DeleteAsync(Token)).Status);
        Assert.Equal(StackStatus.CreateComplete, (await _stack.CreateAsync("1", Token)).Status);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Failed_creation_is_rolled_back_with_a_delete()
    {
        _response = sent => (Type(sent) == "Create" ? "FAILED" : "SUCCESS", "partial");

        var result = await _stack.CreateAsync("1", Token);

        Assert.Equal((StackStatus.RollbackComplete, "It broke."), (result.Status, result.Reason));
        Assert.Equal(
            ["Create", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal(
            "partial", JsonElement.Parse(result.Exchanges[1].Event).GetProperty("PhysicalResourceId").GetString());
        Assert.Empty((await _stack.DeleteAsync(Token)).Exchanges);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Missing_response_within_the_service_timeout_fails_the_creation()
    {
        _response = sent => Type(sent) == "Create" ? null : ("SUCCESS", PhysicalId(sent)!);

        var creation = _stack.CreateAsync("1", Token);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(900));
        await _backfill.Log.WaitForAsync(line => line.Text.StartsWith("REPORT", StringComparison.Ordinal), Token);
        _time.Advance(TimeSpan.FromSeconds(900));

        var result = await creation;
        Assert.Equal(StackStatus.RollbackComplete, result.Status);
        Assert.StartsWith("CloudFormation did not receive a response", result.Reason, StringComparison.Ordinal);
        Assert.StartsWith(
            "ControlTowerLifecycle-Backfill-", PhysicalId(JsonElement.Parse(result.Exchanges[1].Event)), StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Update_that_changes_the_physical_id_deletes_the_old_resource()
    {
        await _stack.CreateAsync("1", Token);
        _response = _ => ("SUCCESS", "another");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal((StackStatus.UpdateComplete, "another"), (result.Status, result.PhysicalResourceId));
        Assert.Equal(
            ["Update", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal("backfill", PhysicalId(JsonElement.Parse(result.Exchanges[1].Event)));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Failed_update_is_rolled_back_with_an_update()
    {
        await _stack.CreateAsync("1", Token);
        _response = sent => (Revision(sent) == "2" ? "FAILED" : "SUCCESS", "backfill");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal((StackStatus.UpdateRollbackComplete, "It broke."), (result.Status, result.Reason));
        Assert.Equal(
            ["Update", "Update"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal("1", Revision(JsonElement.Parse(result.Exchanges[1].Event)));
        Assert.Equal(StackStatus.UpdateComplete, (await _stack.UpdateAsync("3", Token)).Status);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Failed_update_with_a_new_physical_id_deletes_the_new_resource()
    {
        await _stack.CreateAsync("1", Token);
        _response = sent =>
            Type(sent) == "Update" && Revision(sent) == "2" ? ("FAILED", "another") : ("SUCCESS", "backfill");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal(["Update", "Update", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType),
            StringComparer.Ordinal);
        Assert.Equal("another", PhysicalId(JsonElement.Parse(result.Exchanges[2].Event)));
        Assert.Equal("backfill", result.PhysicalResourceId);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Stack_can_be_deleted_again_after_a_failed_delete()
    {
        await _stack.CreateAsync("1", Token);
        _response = _ => ("FAILED", "backfill");
        Assert.Equal(StackStatus.DeleteFailed, (await _stack.DeleteAsync(Token)).Status);
        _response = _ => ("SUCCESS", "backfill");

        Assert.Equal(StackStatus.DeleteComplete, (await _stack.DeleteAsync(Token)).Status);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Update_to_the_same_revision_is_refused()
    {
        await _stack.CreateAsync("1", Token);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => _stack.UpdateAsync("1", Token));

        Assert.Equal("No updates are to be performed.", refusal.Message);
    }

    private static string? Type(JsonElement sent) => sent.GetProperty("RequestType").GetString();

    private static string? PhysicalId(JsonElement sent) => sent.GetProperty("PhysicalResourceId").GetString();

    private static string? Revision(JsonElement sent) =>
        sent.GetProperty("ResourceProperties").GetProperty("Revision").GetString();

    private async Task<int> RunAsync(ScriptedProcess process)
    {
        while (true)
        {
            var received = await process.Runtime.NextAsync();
            await RespondAsync(JsonElement.Parse(received.Payload));
            await process.Runtime.RespondAsync(received.RequestId, "{}");
        }
    }

    private async Task RespondAsync(JsonElement sent)
    {
        if (_response(sent) is not var (status, physicalId))
            return;
        var body = new JsonObject
        {
            ["Status"] = status,
            ["Reason"] = "It broke.",
            ["PhysicalResourceId"] = physicalId,
        };
        foreach (var name in new[] { "StackId", "RequestId", "LogicalResourceId" })
            body[name] = sent.GetProperty(name).GetString();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        using var response = await _http.PutAsync(sent.GetProperty("ResponseURL").GetString(), content, Token);
        Assert.True(response.IsSuccessStatusCode);
    }
}
