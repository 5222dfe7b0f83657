using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scope;

/// <summary>
/// Each test runs twice: Organizations returns the path of an account, or the function must list the parents.
/// </summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Excluded_account_is_not_entered(bool returnsPaths)
    {
        await using var stack = await DeployAsync(returnsPaths, "EXCLUDE_ACCOUNTS", _ => DefaultOrganization.AuditId);

        AssertAllProtectedExcept(stack, DefaultOrganization.AuditId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accounts_two_levels_below_an_excluded_unit_are_not_entered(bool returnsPaths)
    {
        await using var stack = await DeployAsync(
            returnsPaths, "EXCLUDE_ORGANIZATIONAL_UNITS", deployed => deployed.Unit("Development").Id);

        AssertAllProtectedExcept(stack, DefaultOrganization.PredecessorId, DefaultOrganization.OrdinaryId(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accounts_below_an_included_unit_are_protected(bool returnsPaths)
    {
        await using var stack = await DeployAsync(
            returnsPaths, "INCLUDE_ORGANIZATIONAL_UNITS", deployed => deployed.Unit("Workloads").Id);

        AssertAllProtectedExcept(
            stack, DefaultOrganization.ManagementId, DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Account_vended_into_an_excluded_unit_is_not_entered(bool returnsPaths)
    {
        await using var stack = await DeployAsync(
            returnsPaths, "EXCLUDE_ORGANIZATIONAL_UNITS", deployed => deployed.Unit("Workloads").Id);
        var account = stack.Vend("in-an-excluded-unit");
        var calls = stack.RecordCalls();

        stack.Announce(account);
        var outcome = await stack.WaitForOutcomeAsync(account.Id, "skipped");

        Assert.Contains("EXCLUDE_ORGANIZATIONAL_UNITS", outcome.Why, StringComparison.Ordinal);
        Assert.Empty(calls.Writes);
        Assert.Equal(0, calls.Count("AssumeRole", account.Id));
    }

    /// <summary>
    /// The setting needs the ids of units, which are known only after the start. A first stack of the same kind
    /// provides them.
    /// </summary>
    private static async Task<TestStack> DeployAsync(bool returnsPaths, string variable, Func<TestStack, string> value)
    {
        var options = TestStack.Quick with
        {
            Sandbox = TestStack.Quick.Sandbox with
            {
                Accounts = DefaultOrganization.FewestAccounts + 1,
                AccountFields = returnsPaths ? AccountFields.State | AccountFields.Paths : AccountFields.State,
            },
        };
        await using var twin = await TestStack.StartAsync(options);
        var stack = await TestStack.StartAsync(options with
        {
            Variables = TestStack.Variable(variable, value(twin)),
        });
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        return stack;
    }

    private static void AssertAllProtectedExcept(TestStack stack, params string[] exceptions)
    {
        Assert.All(exceptions, id => Assert.Equal(0, stack.Server.AwsCalls.Count("AssumeRole", id)));
        Assert.Equal(
            [.. exceptions.Order(StringComparer.Ordinal)],
            [
                .. stack.Judge.All()
                    .Where(verdict => verdict.IsFailed)
                    .Select(verdict => verdict.Account.Id)
                    .Order(StringComparer.Ordinal),
            ]);
    }
}
