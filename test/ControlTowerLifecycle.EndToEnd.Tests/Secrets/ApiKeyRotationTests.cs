using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

/// <summary>Secrets Manager rotates the API key through the rotation function, a real process.</summary>
public sealed class ApiKeyRotationTests
{
    private static readonly string First = Token(1);
    private static readonly string Second = Token(2);

    /// <summary>Every call that writes.</summary>
    public static TheoryData<string> Writes =>
        ["DELETE /apikeys/{id}", "POST /apikeys", "PutSecretValue", "UpdateSecretVersionStage"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotation_creates_a_second_key_and_keeps_the_other_fields_of_the_secret()
    {
        await using var stack = await StartAsync();
        stack.Server.Secrets.Put(
            SandboxServer.ApiKeySecretName,
            $$"""{"Owner":"platform","ApiKey":"{{stack.Server.Vendor.Key.Secret}}","ExternalId":"known-id"}""",
            null,
            [SandboxSecret.Current]);

        await SucceedsAsync(stack, First);

        var secret = JsonNode.Parse(stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName))!;
        Assert.Equal(("platform", "known-id"), ((string?)secret["Owner"], (string?)secret["ExternalId"]));
        var created = stack.Server.Vendor.Keys.All[^1];
        Assert.Equal(created.Secret, (string?)secret["ApiKey"]);
        Assert.EndsWith(First, created.Name, StringComparison.Ordinal);
        Assert.Equal([stack.Server.Vendor.Key, created], stack.Server.Vendor.Keys.All);
    }

    [Fact]
    public async Task Bare_key_stays_a_bare_key()
    {
        await using var stack = await StartAsync();
        stack.Server.Secrets.Put(
            SandboxServer.ApiKeySecretName, stack.Server.Vendor.Key.Secret, null, [SandboxSecret.Current]);

        await SucceedsAsync(stack, First);

        Assert.Equal(
            stack.Server.Vendor.Keys.All[^1].Secret, stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName));
    }

    [Fact]
    public async Task Next_rotation_deletes_the_key_before_the_current_one()
    {
        await using var stack = await StartAsync();
        await SucceedsAsync(stack, First);
        var afterFirst = stack.Server.Vendor.Keys.All[^1];

        await SucceedsAsync(stack, Second);

        Assert.Equal([afterFirst.Id, afterFirst.Id + 1], stack.Server.Vendor.Keys.All.Select(key => key.Id));
    }

    [Fact]
    public async Task Key_that_the_secret_held_before_the_first_rotation_is_not_deleted_by_it()
    {
        await using var stack = await StartAsync();
        var older = stack.Server.Vendor.Key.Secret;
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, "2:replaced", null, [SandboxSecret.Current]);
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, older, null, [SandboxSecret.Current]);

        await SucceedsAsync(stack, First);

        Assert.Contains(stack.Server.Vendor.Key, stack.Server.Vendor.Keys.All);
    }

    [Fact]
    public async Task Key_before_the_first_rotation_is_deleted_by_the_next_one_although_the_secret_was_written_meanwhile()
    {
        await using var stack = await StartAsync();
        await SucceedsAsync(stack, First);
        var created = stack.Server.Vendor.Keys.All[^1];
        stack.Server.Secrets.Put(
            SandboxServer.ApiKeySecretName, $$"""{"ApiKey":"{{created.Secret}}","Owner":"x"}""", null, [SandboxSecret.Current]);
        stack.Server.Secrets.CancelRotation(SandboxServer.ApiKeySecretName);

        await SucceedsAsync(stack, Second);

        Assert.DoesNotContain(stack.Server.Vendor.Key, stack.Server.Vendor.Keys.All);
        AssertWhole(stack);
    }

    [Fact]
    public async Task Running_process_is_not_refused_after_a_rotation()
    {
        await using var stack = await StartAsync();
        await stack.InvokeAsync(stack.Created(stack.Vend("before")).ToJson());
        await SucceedsAsync(stack, First);
        var after = stack.Vend("after");

        await stack.InvokeAsync(stack.Created(after).ToJson());

        stack.AssertProtected(after.Id);
        Assert.DoesNotContain(stack.Server.Vendor.Calls.Records, call => call.Status == 401);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Rotation_that_was_killed_after_a_write_ends_with_one_working_key_and_no_orphan(string write)
    {
        await using var stack = await StartAsync();
        await SucceedsAsync(stack, First);
        var kills = 0;
        using var killing = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == write && Interlocked.Increment(ref kills) == 1)
                stack.Deployment.Rotation.KillCurrent(_ => true);
            return Task.CompletedTask;
        });

        Assert.IsNotType<InvocationResult.Succeeded>(await stack.Deployment.RotateAsync(Second, Cancelled));
        await SucceedsAsync(stack, Second);

        AssertWhole(stack);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Rotation_whose_answer_is_lost_ends_with_one_working_key_and_no_orphan(string write)
    {
        await using var stack = await StartAsync();
        await SucceedsAsync(stack, First);
        using var lost = stack.Server.Faults.Inject(new Fault(FaultNames.ResetAfter) { Operation = write, Count = 1 });

        await stack.Deployment.RotateAsync(Second, Cancelled);
        await SucceedsAsync(stack, Second);

        Assert.Equal(1, lost.Applied);
        AssertWhole(stack);
    }

    [Fact]
    public async Task Rotation_that_was_given_up_leaves_no_orphan_after_the_next_one()
    {
        await using var stack = await StartAsync();
        using (stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Operation = "PutSecretValue", Count = 10 }))
            Assert.IsType<InvocationResult.FunctionError>(await stack.Deployment.RotateAsync(First, Cancelled));
        stack.Server.Secrets.CancelRotation(SandboxServer.ApiKeySecretName);

        await SucceedsAsync(stack, Second);

        AssertWhole(stack);
    }

    [Fact]
    public async Task New_key_that_the_vendor_refuses_is_not_promoted()
    {
        await using var stack = await StartAsync();
        var before = stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName);
        using var disabling = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Operation == "PutSecretValue")
                stack.Server.Vendor.Keys.All[^1].Active = false;
            return Task.CompletedTask;
        });

        var error = Assert.IsType<InvocationResult.FunctionError>(await stack.Deployment.RotateAsync(First, Cancelled));

        Assert.Equal("Function.NotRotated", error.FiledAs);
        Assert.StartsWith("TestSecret failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName));
    }

    [Fact]
    public async Task Account_wide_key_is_refused_with_a_sentence()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);

        var error = Assert.IsType<InvocationResult.FunctionError>(await stack.Deployment.RotateAsync(First, Cancelled));

        Assert.Contains("account-wide API key, which the Workload Security API cannot replace", error.Message, StringComparison.Ordinal);
        Assert.Single(stack.Server.Vendor.Keys.All);
    }

    [Fact]
    public async Task Key_without_the_right_to_manage_keys_is_reported()
    {
        await using var stack = await StartAsync();
        stack.Server.Vendor.Forbid("GET /apikeys");

        var error = Assert.IsType<InvocationResult.FunctionError>(await stack.Deployment.RotateAsync(First, Cancelled));

        Assert.Contains("responded with 403 to GET /apikeys", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"Step":"createSecret","SecretId":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:other","ClientRequestToken":"t"}""")]
    public async Task Other_event_is_refused(string payload)
    {
        await using var stack = await StartAsync();

        var result = await stack.Deployment.Rotation.InvokeAsync(payload, Cancelled);

        Assert.Equal("Function.UnreadableEvent", Assert.IsType<InvocationResult.FunctionError>(result).FiledAs);
    }

    [Fact]
    public async Task Token_of_no_rotation_is_refused_before_a_key_is_created()
    {
        await using var stack = await StartAsync();
        var payload = $$"""{"Step":"createSecret","SecretId":"{{stack.Server.ApiKeySecretArn}}","ClientRequestToken":"{{First}}"}""";

        var result = await stack.Deployment.Rotation.InvokeAsync(payload, Cancelled);

        var error = Assert.IsType<InvocationResult.FunctionError>(result);
        Assert.Contains("its ClientRequestToken is no version of the secret", error.Message, StringComparison.Ordinal);
        Assert.Single(stack.Server.Vendor.Keys.All);
    }

    [Fact]
    public async Task Keys_reach_no_log()
    {
        await using var stack = await StartAsync();
        await SucceedsAsync(stack, First);
        using (stack.Server.Faults.Inject(new Fault(FaultNames.Error) { Operation = "PutSecretValue", Count = 10 }))
            await stack.Deployment.RotateAsync(Second, Cancelled);

        var log = string.Concat(stack.Deployment.Rotation.Log.Lines.Select(line => line.Text));

        Assert.Contains("key rotation", log, StringComparison.Ordinal);
        Assert.All(stack.Server.Vendor.Keys.All, key => Assert.DoesNotContain(key.Secret, log, StringComparison.Ordinal));
    }

    /// <summary>The tenant has the current key and the one before it, and the current one works.</summary>
    private static void AssertWhole(TestStack stack)
    {
        var keys = stack.Server.Vendor.Keys.All;
        Assert.Equal(2, keys.Count);
        Assert.Contains(keys[^1].Secret, stack.Server.Secrets.Value(SandboxServer.ApiKeySecretName), StringComparison.Ordinal);
    }

    private static async Task SucceedsAsync(TestStack stack, string token)
    {
        var result = await stack.Deployment.RotateAsync(token, Cancelled);
        Assert.True(result is InvocationResult.Succeeded, result.Payload);
    }

    private static Task<TestStack> StartAsync() => TestStack.StartAsync(TestStack.Quick with
    {
        Sandbox = TestStack.Quick.Sandbox with { KeyStyles = KeyStyles.Legacy },
    });

    /// <summary>A version ID of Secrets Manager: 32 to 64 characters.</summary>
    private static string Token(int number) => $"{number:D8}-0000-4000-8000-000000000000";
}
