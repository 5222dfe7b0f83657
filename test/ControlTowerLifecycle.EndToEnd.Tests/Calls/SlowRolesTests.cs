using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Calls;

/// <summary>Vendor calls while new roles cannot be assumed yet, counted by the sandbox.</summary>
public sealed class SlowRolesTests
{
    private const int Accounts = 20;

    /// <summary>Two batches of ten, in two processes that have just started: nothing has taught them to wait.</summary>
    [Fact]
    public async Task New_account_costs_three_vendor_calls_on_average_with_roles_usable_after_ten_seconds()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick with
        {
            Sandbox = new SandboxOptions
            {
                Accounts = DefaultOrganization.FewestAccounts,
                RolePropagationDelay = TimeSpan.FromSeconds(10),
            },
        });
        var accounts = Enumerable.Range(1, Accounts).Select(number => stack.Vend($"slow-{number}")).ToList();
        foreach (var account in accounts)
            stack.Deployment.WorkQueue.Send(stack.Created(account).ToJson());

        stack.Deployment.Connect();
        await stack.WaitUntilIdleAsync();

        stack.AssertProtected(accounts.Select(account => account.Id));
        var calls = stack.Server.Vendor.Calls.CountByOperation()
            .Where(operation => operation.Key.Contains("POST /awsconnectors", StringComparison.Ordinal))
            .Sum(operation => operation.Value);
        TestContext.Current.TestOutputHelper?.WriteLine($"{(double)calls / Accounts} vendor calls an account");
        Assert.InRange(calls, 2 * Accounts, 3 * Accounts);
        Assert.All(accounts, account => Assert.Equal("onboarded", Assert.Single(stack.Outcomes(account.Id)).Outcome));
    }
}
