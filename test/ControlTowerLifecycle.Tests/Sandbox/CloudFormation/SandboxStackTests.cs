using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Tests.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudFormation;

public sealed class SandboxStackTests : IAsyncLifetime
{
    private const int Patience = 30_000;

    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private ResponseBucket _bucket = null!;
    private LambdaFunction _backfill = null!;
    private SandboxStack _stack = null!;

    /// <summary>What the function answers: status and physical id. Null is no answer at all.</summary>
    private Func<JsonElement, (string Status, string PhysicalId)?> _answer = _ => ("SUCCESS", "backfill");

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

    [Fact(Timeout = Patience)]
    public async Task A_creation_is_answered_through_the_response_url()
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

    [Fact(Timeout = Patience)]
    public async Task An_update_names_the_resource_and_its_old_properties()
    {
        await _stack.CreateAsync("1", Token);

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal(StackStatus.UpdateComplete, result.Status);
        var sent = JsonElement.Parse(Assert.Single(result.Exchanges).Event);
        Assert.Equal("backfill", sent.GetProperty("PhysicalResourceId").GetString());
        Assert.Equal("2", sent.GetProperty("ResourceProperties").GetProperty("Revision").GetString());
        Assert.Equal("1", sent.GetProperty("OldResourceProperties").GetProperty("Revision").GetString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_stack_is_deleted_and_can_be_created_anew()
    {
        await _stack.CreateAsync("1", Token);

        Assert.Equal(StackStatus.DeleteComplete, (await _stack.DeleteAsync(Token)).Status);
        Assert.Equal(StackStatus.CreateComplete, (await _stack.CreateAsync("1", Token)).Status);
    }

    [Fact(Timeout = Patience)]
    public async Task A_creation_that_fails_is_rolled_back_with_a_delete()
    {
        _answer = sent => (Type(sent) == "Create" ? "FAILED" : "SUCCESS", "half-made");

        var result = await _stack.CreateAsync("1", Token);

        Assert.Equal((StackStatus.RollbackComplete, "It broke."), (result.Status, result.Reason));
        Assert.Equal(
            ["Create", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal(
            "half-made", JsonElement.Parse(result.Exchanges[1].Event).GetProperty("PhysicalResourceId").GetString());
        Assert.Empty((await _stack.DeleteAsync(Token)).Exchanges);
    }

    [Fact(Timeout = Patience)]
    public async Task No_answer_within_the_service_timeout_fails_the_creation()
    {
        _answer = sent => Type(sent) == "Create" ? null : ("SUCCESS", PhysicalId(sent)!);

        var creation = _stack.CreateAsync("1", Token);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(900));
        await _backfill.Log.WaitForAsync(line => line.Text.StartsWith("REPORT", StringComparison.Ordinal), Token);
        _time.Advance(TimeSpan.FromSeconds(900));

        var result = await creation;
        Assert.Equal(StackStatus.RollbackComplete, result.Status);
        Assert.StartsWith("CloudFormation did not receive a response", result.Reason, StringComparison.Ordinal);
        Assert.StartsWith(
            "lifecycle-Backfill-", PhysicalId(JsonElement.Parse(result.Exchanges[1].Event)), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task An_update_that_changes_the_physical_id_deletes_the_old_resource()
    {
        await _stack.CreateAsync("1", Token);
        _answer = _ => ("SUCCESS", "another");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal((StackStatus.UpdateComplete, "another"), (result.Status, result.PhysicalResourceId));
        Assert.Equal(
            ["Update", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal("backfill", PhysicalId(JsonElement.Parse(result.Exchanges[1].Event)));
    }

    [Fact(Timeout = Patience)]
    public async Task An_update_that_fails_is_updated_back()
    {
        await _stack.CreateAsync("1", Token);
        _answer = sent => (Revision(sent) == "2" ? "FAILED" : "SUCCESS", "backfill");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal((StackStatus.UpdateRollbackComplete, "It broke."), (result.Status, result.Reason));
        Assert.Equal(
            ["Update", "Update"], result.Exchanges.Select(exchange => exchange.RequestType), StringComparer.Ordinal);
        Assert.Equal("1", Revision(JsonElement.Parse(result.Exchanges[1].Event)));
        Assert.Equal(StackStatus.UpdateComplete, (await _stack.UpdateAsync("3", Token)).Status);
    }

    [Fact(Timeout = Patience)]
    public async Task An_update_that_fails_under_a_new_physical_id_deletes_the_new_resource()
    {
        await _stack.CreateAsync("1", Token);
        _answer = sent =>
            Type(sent) == "Update" && Revision(sent) == "2" ? ("FAILED", "another") : ("SUCCESS", "backfill");

        var result = await _stack.UpdateAsync("2", Token);

        Assert.Equal(["Update", "Update", "Delete"], result.Exchanges.Select(exchange => exchange.RequestType),
            StringComparer.Ordinal);
        Assert.Equal("another", PhysicalId(JsonElement.Parse(result.Exchanges[2].Event)));
        Assert.Equal("backfill", result.PhysicalResourceId);
    }

    [Fact(Timeout = Patience)]
    public async Task A_delete_that_fails_leaves_the_stack_to_be_deleted_again()
    {
        await _stack.CreateAsync("1", Token);
        _answer = _ => ("FAILED", "backfill");
        Assert.Equal(StackStatus.DeleteFailed, (await _stack.DeleteAsync(Token)).Status);
        _answer = _ => ("SUCCESS", "backfill");

        Assert.Equal(StackStatus.DeleteComplete, (await _stack.DeleteAsync(Token)).Status);
    }

    [Fact(Timeout = Patience)]
    public async Task An_update_to_the_same_revision_is_no_update()
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
            await AnswerAsync(JsonElement.Parse(received.Payload));
            await process.Runtime.RespondAsync(received.RequestId, "{}");
        }
    }

    private async Task AnswerAsync(JsonElement sent)
    {
        if (_answer(sent) is not var (status, physicalId))
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
