using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

/// <summary>The external ID is kept beside the API key, and its retrieval is switched off at the vendor.</summary>
public sealed class KeptExternalIdTests
{
    private const string Retrieval = "/systemsettings/platformSettingAwsExternalIdRetrievalEnabled";

    private static readonly DeploymentOptions Keeping = TestStack.Quick with
    {
        Variables = TestStack.Variable("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", "true"),
    };

    public static TheoryData<string> Refusals =>
        [.. Enum.GetNames<DisabledRetrievalResponse>()];

    [Fact]
    public async Task Deployment_keeps_the_ID_and_every_other_field_of_the_secret()
    {
        await using var stack = await TestStack.StartConnectedAsync(Keeping);
        Put(stack, $$"""{"Owner":"platform","ApiKey":"{{stack.Server.Vendor.Key.Secret}}"}""");

        Assert.Equal(StackStatus.CreateComplete, (await stack.CreateAsync("1")).Status);

        var secret = Secret(stack);
        Assert.Equal(
            ("platform", stack.Server.Vendor.Key.Secret, stack.Server.Vendor.ExternalId),
            ((string?)secret["Owner"], (string?)secret["ApiKey"], (string?)secret["ExternalId"]));
    }

    [Fact]
    public async Task Secret_is_not_written_unless_that_is_switched_on()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        await stack.CreateAsync("1");
        await ReconcileAsync(stack);

        Assert.Equal(0, stack.Server.AwsCalls.Count("PutSecretValue") + stack.Server.AwsCalls.Count("DescribeSecret"));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Accounts_are_onboarded_after_the_retrieval_is_switched_off(string response)
    {
        await using var stack = await TestStack.StartConnectedAsync(Keeping);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        stack.Server.Vendor.DisabledRetrieval = Enum.Parse<DisabledRetrievalResponse>(response);

        var report = await SwitchAsync(stack, "disable");
        stack.Lifecycle.KillAll();
        var reconciled = await ReconcileAsync(stack);
        var account = stack.Vend("later");
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(("secret", true, "disabled"), ((string?)report["source"], (bool?)report["kept"], (string?)report["retrieval"]));
        Assert.Equal(0, (int?)reconciled["drifted"]);
        stack.AssertProtected(account.Id);
    }

    [Fact]
    public async Task New_process_makes_no_call_for_a_kept_ID()
    {
        await using var stack = await TestStack.StartAsync(Keeping);
        await ReconcileAsync(stack);
        var before = stack.Server.Vendor.Calls.Count("GET /awsconnectorsettings");
        var account = stack.Vend("later");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        stack.AssertProtected(account.Id);
        Assert.Equal(before, stack.Server.Vendor.Calls.Count("GET /awsconnectorsettings"));
    }

    [Fact]
    public async Task Kept_ID_that_is_old_is_replaced_by_a_reconcile_before_it_queues_an_account()
    {
        await using var stack = await TestStack.StartConnectedAsync(Keeping);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        stack.Server.Vendor.ChangeExternalId();

        await ReconcileAsync(stack);

        Assert.Equal(stack.Server.Vendor.ExternalId, (string?)Secret(stack)["ExternalId"]);
        await stack.WaitUntilIdleAsync();
        stack.AssertProtected(stack.Server.Vendor.Connectors.All.Select(connector => connector.AccountId));
    }

    [Fact]
    public async Task Walk_goes_on_if_the_secret_cannot_be_written_and_says_why()
    {
        await using var stack = await TestStack.StartConnectedAsync(Keeping);
        using (stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Operation = "PutSecretValue", Count = 10 }))
            Assert.Equal(StackStatus.CreateComplete, (await stack.CreateAsync("1")).Status);

        var line = Line(stack, "the external ID is not kept in the secret");
        Assert.Contains("PutSecretValue", (string?)line["cause"], StringComparison.Ordinal);
        Assert.Equal((false, "enabled"), ((bool?)Line(stack, "external ID")["kept"], (string?)Line(stack, "external ID")["retrieval"]));
    }

    [Fact]
    public async Task Rotation_in_progress_is_not_disturbed()
    {
        await using var stack = await TestStack.StartAsync(Keeping);
        stack.Server.Secrets.StartRotation(SandboxServer.ApiKeySecretName, Token(1));

        await ReconcileAsync(stack);

        Assert.Null(Secret(stack)["ExternalId"]);
        Assert.Contains("rotation", (string?)Line(stack, "the external ID is not kept in the secret")["cause"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotations_before_and_after_the_ID_was_kept_succeed_and_keep_it()
    {
        await using var stack = await TestStack.StartAsync(Keeping with
        {
            Sandbox = TestStack.Quick.Sandbox with { KeyStyles = KeyStyles.Legacy },
        });
        await RotatesAsync(stack, Token(1));
        await ReconcileAsync(stack);
        await RotatesAsync(stack, Token(2));

        Assert.Equal(stack.Server.Vendor.ExternalId, (string?)Secret(stack)["ExternalId"]);
        Assert.Equal((string?)Secret(stack)["ApiKey"], stack.Server.Vendor.Keys.All[^1].Secret);
        Assert.Equal(2, stack.Server.Vendor.Keys.All.Count);
    }

    [Fact]
    public async Task Retrieval_is_not_switched_off_while_the_ID_is_in_no_other_place()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var refused = await SwitchAsync(stack, "disable");

        Assert.Contains("the external ID is not in the secret", (string?)refused["error"], StringComparison.Ordinal);
        Assert.Contains("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", (string?)refused["whatToDo"], StringComparison.Ordinal);
        Assert.True(stack.Server.Vendor.ExternalIdRetrieval);
    }

    [Fact]
    public async Task Retrieval_is_switched_on_although_no_ID_is_known()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        stack.Server.Vendor.ExternalIdRetrieval = false;

        var report = await SwitchAsync(stack, "enable");

        Assert.Equal(("tenant", "enabled"), ((string?)report["source"], (string?)report["retrieval"]));
        Assert.True(stack.Server.Vendor.ExternalIdRetrieval);
    }

    [Fact]
    public async Task Key_that_may_not_read_the_setting_is_reported_and_stops_no_walk()
    {
        await using var stack = await TestStack.StartAsync(Keeping);
        await ReconcileAsync(stack);
        stack.Server.Vendor.ExternalIdRetrieval = false;
        stack.Server.Vendor.Forbid($"GET {Retrieval}");

        await ReconcileAsync(stack);
        var refused = await SwitchAsync(stack, "report");

        var line = Line(stack, "external ID");
        Assert.Equal(("secret", "unknown"), ((string?)line["source"], (string?)line["retrieval"]));
        Assert.Contains("403 to GET /systemsettings", (string?)refused["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"externalIdRetrieval":"off"}""")]
    [InlineData("""{"externalIdRetrieval":true}""")]
    [InlineData("""{"externalIdRetrieval":null}""")]
    public async Task Unknown_command_is_refused(string payload)
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var refused = await InvokeAsync(stack, payload);

        Assert.Equal("Function.UnreadableEvent", Assert.IsType<InvocationResult.FunctionError>(refused).FiledAs);
        Assert.Empty(stack.Server.Vendor.Calls.Records);
    }

    private static void Put(TestStack stack, string text) =>
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, text, null, [SandboxSecret.Current]);

    private static JsonNode Secret(TestStack stack) =>
        JsonNode.Parse(stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName))!;

    private static Task<InvocationResult> InvokeAsync(TestStack stack, string payload) =>
        stack.WaitUntilAsync("the backfill function returned", token => stack.Deployment.Backfill.InvokeAsync(payload, token));

    private static async Task<JsonNode> ReconcileAsync(TestStack stack) => await SucceedsAsync(stack, """{"reconcile":"all"}""");

    private static Task<JsonNode> SwitchAsync(TestStack stack, string command) =>
        SucceedsAsync(stack, $$"""{"externalIdRetrieval":"{{command}}"}""");

    private static async Task<JsonNode> SucceedsAsync(TestStack stack, string payload)
    {
        var result = await InvokeAsync(stack, payload);
        Assert.True(result is InvocationResult.Succeeded, result.Payload);
        return JsonNode.Parse(result.Payload)!;
    }

    private static async Task RotatesAsync(TestStack stack, string token)
    {
        var result = await stack.Deployment.RotateAsync(token, TestContext.Current.CancellationToken);
        Assert.True(result is InvocationResult.Succeeded, result.Payload);
    }

    /// <summary>The last such line of the backfill function.</summary>
    private static JsonNode Line(TestStack stack, string message) => stack.Deployment.Backfill.Log.Lines
        .Where(line => line.Source == LogSource.Output)
        .Select(line => JsonNode.Parse(line.Text)!)
        .Last(line => (string?)line["message"] == message);

    /// <summary>A version ID of Secrets Manager: 32 to 64 characters.</summary>
    private static string Token(int number) => $"{number:D8}-0000-4000-8000-000000000000";
}
