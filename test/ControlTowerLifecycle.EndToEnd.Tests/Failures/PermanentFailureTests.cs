using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Events;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class PermanentFailureTests(BatchWithPermanentFailure batch) : IClassFixture<BatchWithPermanentFailure>
{
    private TestStack Stack => batch.Stack;

    private NamedAccount Rejected => batch.Rejected;

    [Fact]
    public async Task Other_accounts_of_the_batch_are_onboarded_at_the_first_attempt()
    {
        foreach (var other in batch.Others)
        {
            Stack.AssertProtected(other.Id);
            Assert.Equal(["onboarded"], await Stack.WaitForOutcomesAsync(other.Id, 1));
        }
    }

    [Fact]
    public void Rejected_message_becomes_a_dead_letter_at_the_first_receive_with_its_body_and_cause()
    {
        var letter = batch.Letter;
        var attributes = letter.MessageAttributes;

        Assert.Equal(["rejected"], batch.RejectedOutcomes);
        Assert.Equal(batch.RejectedBody, letter.Body);
        Assert.Equal(Rejected.Id, attributes["accountId"]);
        Assert.Equal(("rejected", "create-role"), (attributes["outcome"], attributes["step"]));
        Assert.Contains("CreateRole", attributes["cause"], StringComparison.Ordinal);
        Assert.Contains("denies iam:CreateRole and iam:TagRole explicitly", attributes["whatToDo"], StringComparison.Ordinal);
    }

    [Fact]
    public void Notification_names_the_account_the_cause_and_the_advice()
    {
        var notification = Assert.Single(Stack.Server.Topic.Messages);

        Assert.Contains(Rejected.Id, notification.Subject, StringComparison.Ordinal);
        Assert.Contains("denies iam:CreateRole and iam:TagRole explicitly", notification.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"\nctlifecycle letters redrive --cause {batch.Letter.MessageAttributes["causeId"]}\n", notification.Message, StringComparison.Ordinal);
        Assert.Contains("aws sqs start-message-move-task --region", notification.Message, StringComparison.Ordinal);
        Assert.Contains("--source-arn arn:aws:sqs:", notification.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_states_that_the_operator_must_act()
    {
        var line = await Stack.WaitForLineAsync("the failure was logged", text =>
            text.Contains("action required", StringComparison.Ordinal)
                && text.Contains(Rejected.Id, StringComparison.Ordinal));

        Assert.Contains("\"step\":\"create-role\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Account_is_onboarded_by_its_id_after_the_repair()
    {
        Stack.AllowCreateRole(Rejected.Id);

        await Stack.InvokeAsync($$"""{"accountId":"{{Rejected.Id}}"}""");

        Stack.AssertProtected(Rejected.Id);
    }
}
