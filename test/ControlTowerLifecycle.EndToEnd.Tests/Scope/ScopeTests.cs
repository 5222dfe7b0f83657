using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scope;

/// <summary>
/// Each once where Organizations tells where an account lies, and once where it has to be asked for the units above.
/// </summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_is_excluded_is_left_alone(bool pathsAreTold)
    {
        await using var stack = await DeployAsync(pathsAreTold, "EXCLUDE_ACCOUNTS", _ => DefaultOrganization.AuditId);

        AssertProtectedBut(stack, DefaultOrganization.AuditId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_that_is_excluded_keeps_its_accounts_out_two_levels_down(bool pathsAreTold)
    {
        await using var stack = await DeployAsync(
            pathsAreTold, "EXCLUDE_ORGANIZATIONAL_UNITS", one => one.Unit("Development").Id);

        AssertProtectedBut(stack, DefaultOrganization.PredecessorId, DefaultOrganization.OrdinaryId(1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_unit_that_is_included_has_the_accounts_of_the_units_below_it_too(bool pathsAreTold)
    {
        await using var stack = await DeployAsync(
            pathsAreTold, "INCLUDE_ORGANIZATIONAL_UNITS", one => one.Unit("Workloads").Id);

        AssertProtectedBut(
            stack, DefaultOrganization.ManagementId, DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_is_vended_into_an_excluded_unit_is_left_alone(bool pathsAreTold)
    {
        await using var stack = await DeployAsync(
            pathsAreTold, "EXCLUDE_ORGANIZATIONAL_UNITS", one => one.Unit("Workloads").Id);
        var account = stack.Vend("in-an-excluded-unit");
        var mark = stack.Mark();

        stack.Announce(account);
        var outcome = await stack.OutcomeAsync(account.Id, "skipped");

        Assert.Contains("EXCLUDE_ORGANIZATIONAL_UNITS", outcome.Why, StringComparison.Ordinal);
        Assert.Empty(mark.Writes);
        Assert.Equal(0, mark.Count("AssumeRole", account.Id));
    }

    /// <summary>
    /// The ids of units are told only by an organization, so a first one of the same make tells them.
    /// </summary>
    private static async Task<TestStack> DeployAsync(bool pathsAreTold, string variable, Func<TestStack, string> value)
    {
        var options = TestStack.Quick with
        {
            Sandbox = TestStack.Quick.Sandbox with
            {
                Accounts = DefaultOrganization.FewestAccounts + 1,
                AccountFields = pathsAreTold ? AccountFields.State | AccountFields.Paths : AccountFields.State,
            },
        };
        await using var twin = await TestStack.StartAsync(options);
        var stack = await TestStack.StartAsync(options with
        {
            Variables = TestStack.Variable(variable, value(twin)),
        });
        await stack.CreateAsync("1");
        await stack.QuietAsync();
        return stack;
    }

    private static void AssertProtectedBut(TestStack stack, params string[] leftAlone)
    {
        Assert.All(leftAlone, id => Assert.Equal(0, stack.Server.AwsCalls.Count("AssumeRole", id)));
        Assert.Equal(
            [.. leftAlone.Order(StringComparer.Ordinal)],
            [
                .. stack.Judge.All()
                    .Where(verdict => verdict.IsFailed)
                    .Select(verdict => verdict.Account.Id)
                    .Order(StringComparer.Ordinal),
            ]);
    }
}
