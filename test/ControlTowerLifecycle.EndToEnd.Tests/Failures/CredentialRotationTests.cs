using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class CredentialRotationTests
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];

    [Fact]
    public async Task Rotated_key_is_read_once_for_the_whole_batch()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        await stack.InvokeAsync(stack.Created(stack.Vend("before")).ToJson());
        var rotated = stack.Server.Vendor.Key.Rotate();
        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, $$"""{"ApiKey": "{{rotated}}"}""", null, Current);
        var after = Enumerable.Range(0, 5).Select(number => stack.Vend($"after-{number}")).ToList();

        await stack.InvokeBatchAsync(after.Select(account => stack.Created(account).ToJson()));

        stack.AssertProtected(after.Select(account => account.Id));
        Assert.Equal(2, stack.Server.AwsCalls.Count("GetSecretValue"));
        Assert.Equal(1, stack.Lifecycle.Counts.Environments);
    }

    [Fact]
    public async Task Key_rotated_at_the_vendor_first_is_used_as_soon_as_the_secret_holds_it()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        await stack.InvokeAsync(stack.Created(stack.Vend("before")).ToJson());
        var rotated = stack.Server.Vendor.Key.Rotate();
        var account = stack.Vend("in-between");
        stack.Announce(account);
        await stack.WaitForOutcomeAsync(account.Id, "rejected");

        stack.Server.Secrets.Put(SandboxServer.ApiKeySecretName, rotated, null, Current);
        await stack.WaitUntilIdleAsync();
        stack.Redrive();
        await stack.WaitUntilIdleAsync();

        stack.AssertProtected(account.Id);
    }

    [Theory]
    [InlineData("ApiKey")]
    [InlineData("Legacy")]
    public async Task Style_of_the_key_is_detected(string style)
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick with
        {
            Sandbox = TestStack.Quick.Sandbox with { KeyStyles = Enum.Parse<KeyStyles>(style) },
        });
        var account = stack.Vend("styled");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        stack.AssertProtected(account.Id);
        Assert.DoesNotContain(stack.Server.Vendor.Calls.Records, call => call.Status is 401 or 403);
    }

    [Fact]
    public async Task Changed_external_ID_of_the_tenant_is_used_by_the_next_process()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var first = stack.Vend("first");
        await stack.InvokeAsync(stack.Created(first).ToJson());
        stack.Server.Vendor.ChangeExternalId();
        stack.Lifecycle.KillAll();
        var second = stack.Vend("second");

        await stack.InvokeAsync(stack.Created(first).ToJson());
        await stack.InvokeAsync(stack.Created(second).ToJson());

        stack.AssertProtected(first.Id, second.Id);
    }

    [Fact]
    public async Task External_ID_in_the_secret_is_used_if_the_tenant_does_not_return_it()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var vendor = stack.Server.Vendor;
        vendor.ExternalIdRetrieval = false;
        stack.Server.Secrets.Put(
            SandboxServer.ApiKeySecretName,
            $$"""{"ApiKey": "{{vendor.Key.Secret}}", "ExternalId": "{{vendor.ExternalId}}"}""",
            null,
            Current);
        var account = stack.Vend("kept");

        await stack.InvokeAsync(stack.Created(account).ToJson());

        stack.AssertProtected(account.Id);
    }
}
