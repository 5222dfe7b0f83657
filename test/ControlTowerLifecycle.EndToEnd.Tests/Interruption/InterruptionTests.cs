using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

public sealed class InterruptionTests(InterruptedAccounts accounts) : IClassFixture<InterruptedAccounts>
{
    public static TheoryData<string> Writes => [.. InterruptedAccounts.Writes.Keys];

    private TestStack Stack => accounts.Stack;

    [Theory]
    [MemberData(nameof(Writes))]
    public void Next_process_completes_the_account_after_a_kill(string write) =>
        AssertEndsAsUndisturbed(write, killed: true);

    [Theory]
    [MemberData(nameof(Writes))]
    public void Write_whose_response_is_lost_is_not_repeated(string write) =>
        AssertEndsAsUndisturbed(write, killed: false);

    [Fact]
    public void Only_the_killed_processes_crashed()
    {
        Assert.Equal(InterruptedAccounts.Writes.Count, Stack.Lifecycle.Counts.Crashes);
        Assert.Equal((0, 0), (Stack.Lifecycle.Counts.Errors, Stack.Lifecycle.Counts.Timeouts));
        Assert.Equal(0, Stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public void Interrupted_accounts_cover_every_kind_of_write()
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

    private void AssertEndsAsUndisturbed(string write, bool killed)
    {
        var interrupted = accounts.Interrupted(write, killed);
        var undisturbed = accounts.Undisturbed(write);

        Stack.AssertProtected(interrupted.Id, undisturbed.Id);
        Assert.Equal(
            accounts.ComparableState(undisturbed), accounts.ComparableState(interrupted), StringComparer.Ordinal);
        Assert.Single(Stack.Server.Vendor.Connectors.Of(interrupted.Id));
    }
}
