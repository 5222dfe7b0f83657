using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class UnreadableMessageTests(UnreadableMessages messages) : IClassFixture<UnreadableMessages>
{
    private TestStack Stack => messages.Stack;

    [Fact]
    public async Task Readable_messages_of_the_batch_are_done_at_the_first_attempt()
    {
        foreach (var account in messages.Readable)
        {
            Stack.AssertProtected(account.Id);
            Assert.Equal(["onboarded"], await Stack.WaitForOutcomesAsync(account.Id, 1));
        }
    }

    [Fact]
    public void Unreadable_messages_become_dead_letters_at_once_with_their_bodies() => Assert.Equal(
        [.. messages.Sent.Values.Order(StringComparer.Ordinal)],
        [.. messages.Letters.Select(message => message.Body).Order(StringComparer.Ordinal)]);

    [Fact]
    public void Dead_letter_carries_its_cause_if_the_body_leaves_room() => Assert.All(messages.Letters, letter =>
    {
        if (letter.Body.Length < 1000)
        {
            Assert.StartsWith(
                "the message cannot be read: ", letter.MessageAttributes["cause"], StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(letter.MessageAttributes);
        }
    });

    [Fact]
    public void One_notification_covers_all_unreadable_messages() =>
        Assert.Equal(
            "[Control Tower Lifecycle] 1 message: cannot be read (action required)", Assert.Single(Stack.Server.Topic.Messages).Subject);

    [Fact]
    public async Task Log_has_a_line_with_the_cause_of_each_unreadable_message()
    {
        foreach (var id in messages.Sent.Keys)
        {
            var line = await Stack.WaitForLineAsync($"message {id} was logged as unreadable", text =>
                text.Contains("unreadable message", StringComparison.Ordinal)
                    && text.Contains(id, StringComparison.Ordinal));
            Assert.Matches("\"why\":\"[^\"]{10,}", line);
        }
    }

    [Fact]
    public void Log_does_not_repeat_long_payloads()
    {
        Assert.DoesNotContain(Stack.Lifecycle.Log.Lines, line =>
            line.Text.Contains(UnreadableMessages.Unquotable, StringComparison.Ordinal));
        Assert.DoesNotContain(Stack.Lifecycle.Log.Lines, line => line.Text.Length > 1000);
    }

    [Fact]
    public void Unreadable_messages_do_not_end_the_process()
    {
        Assert.Contains(messages.ProcessId, Stack.Lifecycle.Environments.Select(environment => environment.ProcessId));
        Assert.Equal((0, 0, 0),
            (Stack.Lifecycle.Counts.Crashes, Stack.Lifecycle.Counts.Errors, Stack.Lifecycle.Counts.Timeouts));
    }
}
