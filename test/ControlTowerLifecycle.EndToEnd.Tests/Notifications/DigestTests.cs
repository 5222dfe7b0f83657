using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Notifications;

/// <summary>Many accounts fail with one cause, in real processes that share the table and the queue.</summary>
public sealed class DigestTests
{
    private const int Accounts = 60;

    [Fact]
    public async Task Sixty_accounts_under_one_policy_are_two_notifications_and_the_next_ones_wait_for_the_last_digest()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);
        foreach (var account in VendDenied(stack, Accounts))
            stack.Announce(account);
        await stack.WaitUntilIdleAsync();

        Assert.Equal(Accounts, stack.Deployment.DeadLetters.Counts.Visible);
        Assert.EndsWith(": create-role denied by a policy (action required)", Assert.Single(Messages(stack)).Subject, StringComparison.Ordinal);

        await EndDelaysAsync(stack);

        Assert.Equal(2, Messages(stack).Count);
        var digest = Messages(stack)[1];
        Assert.Equal("[Control Tower Lifecycle] 59 accounts: create-role denied by a policy (action required)", digest.Subject);
        Assert.Contains("59 more accounts are not protected, since the last notification of this cause.", digest.Message, StringComparison.Ordinal);
        Assert.Equal(59, digest.Message.Split('\n').Count(line => line.StartsWith("  7", StringComparison.Ordinal)));

        foreach (var account in VendDenied(stack, 2))
            stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        await EndDelaysAsync(stack);

        Assert.Equal(2, Messages(stack).Count);
    }

    [Fact]
    public async Task Forged_digest_of_an_unknown_cause_and_an_invalid_one_send_nothing_of_their_text()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick);

        stack.Deployment.WorkQueue.Send("""{"digest":"0123456789abcdef0123456789abcdef"}""");
        stack.Deployment.WorkQueue.Send("""{"digest":"<!channel> call 555"}""");
        await stack.WaitUntilIdleAsync();

        Assert.DoesNotContain("555", Assert.Single(Messages(stack)).Message, StringComparison.Ordinal);
        Assert.Equal(1, stack.Deployment.DeadLetters.Counts.Visible);
    }

    private static IReadOnlyList<TopicMessage> Messages(TestStack stack) => [.. stack.Server.Topic.Messages];

    private static IReadOnlyList<NamedAccount> VendDenied(TestStack stack, int count)
    {
        List<NamedAccount> accounts = [.. Enumerable.Range(1, count).Select(number => stack.Vend($"denied-{number}"))];
        foreach (var account in accounts)
            stack.DenyCreateRole(account.Id);
        return accounts;
    }

    private static async Task EndDelaysAsync(TestStack stack)
    {
        Assert.NotEqual(0, stack.Deployment.WorkQueue.EndDelays());
        await stack.WaitUntilIdleAsync();
    }
}
