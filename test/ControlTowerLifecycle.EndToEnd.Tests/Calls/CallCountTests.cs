using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

public sealed class CallCountTests
{
    [Fact]
    public async Task Key_and_external_ID_are_fetched_once_for_ten_accounts()
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
    public async Task Unchanged_account_is_read_and_not_written()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("unchanged");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        var calls = stack.RecordCalls();

        await stack.InvokeAsync(stack.Created(account).ToJson());
        await stack.WaitForOutcomeAsync(account.Id, "unchanged");

        Assert.Empty(calls.Writes);
        Assert.Equal(
            [
                "AssumeRole", "DescribeAccount", "GetRole", "GetRolePolicy", "ListAttachedRolePolicies",
                "ListRolePolicies", "POST /awsconnectors/search",
            ],
            [.. calls.All.Select(call => call.Call.Operation).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task Policy_that_IAM_returns_in_another_notation_is_not_written_again()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        var account = stack.Vend("other-notation");
        await stack.InvokeAsync(stack.Created(account).ToJson());
        stack.ChangeRole(account.Id, WithOtherNotation);
        var calls = stack.RecordCalls();

        await stack.InvokeAsync(stack.Created(account).ToJson());

        Assert.Empty(calls.Writes);
    }

    private static SandboxRole WithOtherNotation(SandboxRole role) => role with
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
