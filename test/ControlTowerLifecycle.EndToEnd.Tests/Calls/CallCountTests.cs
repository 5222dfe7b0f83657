using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

public sealed class CallCountTests
{
    [Fact]
    public async Task The_key_and_the_external_id_are_fetched_once_for_ten_accounts()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var accounts = Enumerable.Range(0, 10).Select(number => stack.Vend($"number-{number}")).ToList();

        await stack.InvokeBatchAsync(accounts.Select(account => stack.Created(account).ToJson()));

        stack.AssertProtected(accounts.Select(account => account.Id));
        Assert.Equal(1, stack.Server.AwsCalls.Count("GetSecretValue"));
        Assert.Equal(1, stack.Server.Vendor.Calls.Count("GET /awsconnectorsettings"));
        Assert.Equal(10, stack.Server.AwsCalls.Count("AssumeRole"));
    }

    [Fact]
    public async Task An_account_that_needs_nothing_is_looked_at_and_not_written_to()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("unchanged");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        var mark = stack.Mark();

        await stack.InvokeAsync(stack.Created(account).ToJson());
        await stack.OutcomeAsync(account.Id, "unchanged");

        Assert.Empty(mark.Writes);
        Assert.Equal(
            [
                "AssumeRole", "DescribeAccount", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies",
                "POST /awsconnectors/search",
            ],
            [.. mark.Calls.Select(call => call.Call.Operation).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task A_policy_that_iam_gives_back_in_another_spelling_is_not_written_again()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("respelled");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        stack.ChangeRole(account.Id, Respelled);
        var mark = stack.Mark();

        await stack.InvokeAsync(stack.Created(account).ToJson());

        Assert.Empty(mark.Writes);
    }

    private static SandboxRole Respelled(SandboxRole role) => role with
    {
        Trust = role.Trust
            .Replace(
                """
                "Action":"sts:AssumeRole"
                """,
                """
                "Sid": "Vendor", "Action": [ "sts:AssumeRole" ]
                """,
                StringComparison.Ordinal)
            .Replace("arn:aws:iam::147995105371:root", "147995105371", StringComparison.Ordinal),
    };
}
