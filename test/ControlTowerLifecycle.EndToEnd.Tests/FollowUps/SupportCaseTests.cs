using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.FollowUps;

/// <summary>The support case of a new account, with the real executable.</summary>
public sealed class SupportCaseTests
{
    [Fact]
    public async Task Vended_account_gets_one_case_however_often_its_events_are_delivered()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { EventBusName = "default" });
        await using var cases = Deploy(stack);
        var account = stack.Vend("with-a-case");

        stack.Deployment.Bus.Faults.DuplicateNext(3);
        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        await WaitAsync(stack, cases, () => stack.Server.Support.Cases.Count > 0 && cases.Queue.Counts.IsEmpty);

        var opened = Assert.Single(stack.Server.Support.Cases);
        Assert.Equal(
            $"New Account Created via Control Tower - Account ID: {account.Id} || Account Name: with-a-case", opened.Subject);
        Assert.Equal(
            ("service-ams-operations-service-request", "onboarding-or-offboarding", "low", "en"),
            (opened.ServiceCode, opened.CategoryCode, opened.SeverityCode, opened.Language));
        Assert.Contains(opened.Id, stack.Server.Notifications.Find($"case/{account.Id}")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_of_a_plan_without_the_API_is_protected_and_the_operator_is_notified()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { EventBusName = "default" });
        stack.Server.Support.IsSubscribed = false;
        await using var cases = Deploy(stack);
        var account = stack.Vend("without-a-plan");

        stack.Announce(account);
        await stack.WaitUntilIdleAsync();
        await WaitAsync(stack, cases, () => cases.DeadLetters.Counts.Visible > 0);

        stack.AssertProtected(account.Id);
        var letter = Assert.Single(cases.DeadLetters.Receive(10));
        Assert.Equal((account.Id, "unopened"), (letter.MessageAttributes["accountId"], letter.MessageAttributes["outcome"]));
        Assert.Contains("SubscriptionRequiredException", letter.MessageAttributes["cause"], StringComparison.Ordinal);
        Assert.DoesNotContain("not protected", Assert.Single(stack.Server.Topic.Messages).Subject, StringComparison.Ordinal);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    [Fact]
    public async Task Call_whose_response_is_lost_is_not_repeated()
    {
        await using var stack = await TestStack.StartConnectedAsync(TestStack.Quick with { EventBusName = "default" });
        using var lost = stack.Server.Faults.Inject(new Fault(FaultNames.ResetAfter) { Service = "support", Operation = "CreateCase" });
        await using var cases = Deploy(stack);

        stack.Announce(stack.Vend("lost"));
        await stack.WaitUntilIdleAsync();
        await WaitAsync(stack, cases, () => cases.Function.Log.Lines.Count(
            line => line.Text.Contains("another attempt may be opening", StringComparison.Ordinal)) > 2);

        Assert.Single(stack.Server.Support.Cases);
        Assert.Equal(1, stack.Server.AwsCalls.Count("CreateCase"));
    }

    private static SupportCaseDeployment Deploy(TestStack stack) =>
        new(stack.Deployment, BootstrapUnderTest.Path, TimeSpan.FromMilliseconds(200), TimeProvider.System);

    private static Task WaitAsync(TestStack stack, SupportCaseDeployment cases, Func<bool> condition) =>
        stack.WaitUntilAsync(
            $"the support case function was done: {cases.Function.Settings.Name}",
            async token =>
            {
                while (!condition())
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, token);
                return true;
            });
}
