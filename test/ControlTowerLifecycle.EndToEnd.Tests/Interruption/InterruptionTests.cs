using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

public sealed class InterruptionTests(InterruptedAccounts accounts) : IClassFixture<InterruptedAccounts>
{
    public static TheoryData<string> Writes => [.. InterruptedAccounts.Writes.Keys];

    private TestStack Stack => accounts.Stack;

    [Theory]
    [MemberData(nameof(Writes))]
    public void What_a_process_that_is_killed_after_a_write_leaves_behind_is_completed_by_the_next(string write) =>
        AssertAsUndisturbed(write, killed: true);

    [Theory]
    [MemberData(nameof(Writes))]
    public void A_write_whose_answer_is_lost_is_not_done_twice(string write) =>
        AssertAsUndisturbed(write, killed: false);

    [Fact]
    public void Every_kill_was_a_crash_and_nothing_else_was()
    {
        Assert.Equal(InterruptedAccounts.Writes.Count, Stack.Lifecycle.Counts.Crashes);
        Assert.Equal((0, 0), (Stack.Lifecycle.Counts.Errors, Stack.Lifecycle.Counts.Timeouts));
        Assert.Equal(0, Stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public void Between_them_the_accounts_took_every_kind_of_write()
    {
        var writes = Stack.Server.AwsCalls.Records.Concat(Stack.Server.Vendor.Calls.Records)
            .Where(call => call.Call.Service is "iam" or "workload-security")
            .Select(call => call.Call.Operation)
            .Where(operation => !operation.StartsWith("Get", StringComparison.Ordinal)
                && !operation.StartsWith("List", StringComparison.Ordinal)
                && operation is not ("GET /awsconnectorsettings" or "POST /awsconnectors/search"));

        Assert.Equal(
            [.. InterruptedAccounts.Writes.Keys.Order(StringComparer.Ordinal)],
            [.. writes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private void AssertAsUndisturbed(string write, bool killed)
    {
        var interrupted = accounts.Interrupted(write, killed);
        var undisturbed = accounts.Undisturbed(write);

        Stack.AssertProtected(interrupted.Id, undisturbed.Id);
        Assert.Equal(accounts.StateOf(undisturbed), accounts.StateOf(interrupted), StringComparer.Ordinal);
        Assert.Single(Stack.Server.Vendor.Connectors.Of(interrupted.Id));
    }
}
