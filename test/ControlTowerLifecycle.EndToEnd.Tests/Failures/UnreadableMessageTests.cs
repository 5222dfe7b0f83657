using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

public sealed class UnreadableMessageTests(UnreadableMessages messages) : IClassFixture<UnreadableMessages>
{
    private TestStack Stack => messages.Stack;

    [Fact]
    public async Task The_good_ones_beside_them_are_done_at_the_first_attempt()
    {
        foreach (var account in messages.Good)
        {
            Stack.AssertProtected(account.Id);
            Assert.Equal(["onboarded"], await Stack.WordsAsync(account.Id, 1));
        }
    }

    [Fact]
    public void They_are_dead_letters_at_once_as_they_were_sent() => Assert.Equal(
        [.. messages.Sent.Values.Order(StringComparer.Ordinal)],
        [.. messages.Dead.Select(message => message.Body).Order(StringComparer.Ordinal)]);

    [Fact]
    public void Each_says_what_is_wrong_with_it_save_one_that_leaves_no_room() => Assert.All(messages.Dead, message =>
    {
        if (message.Body.Length < 1000)
            Assert.StartsWith("the message cannot be read: ", message.MessageAttributes["cause"], StringComparison.Ordinal);
        else
            Assert.Empty(message.MessageAttributes);
    });

    [Fact]
    public void People_are_told_once_of_all_together() =>
        Assert.Equal("A message came to nothing: a person is needed", Assert.Single(Stack.Server.Topic.Messages).Subject);

    [Fact]
    public async Task Each_has_a_line_in_the_log_that_says_what_is_wrong_with_it()
    {
        foreach (var id in messages.Sent.Keys)
        {
            var line = await Stack.LineAsync($"message {id} was called unreadable", one =>
                one.Contains("unreadable message", StringComparison.Ordinal)
                    && one.Contains(id, StringComparison.Ordinal));
            Assert.Matches("\"why\":\"[^\"]{10,}", line);
        }
    }

    [Fact]
    public void No_line_repeats_a_payload_at_length()
    {
        Assert.DoesNotContain(Stack.Lifecycle.Log.Lines, line =>
            line.Text.Contains(UnreadableMessages.Unquotable, StringComparison.Ordinal));
        Assert.DoesNotContain(Stack.Lifecycle.Log.Lines, line => line.Text.Length > 1000);
    }

    [Fact]
    public void The_process_is_still_the_same_one()
    {
        Assert.Contains(messages.ProcessId, Stack.Lifecycle.Environments.Select(environment => environment.ProcessId));
        Assert.Equal((0, 0, 0),
            (Stack.Lifecycle.Counts.Crashes, Stack.Lifecycle.Counts.Errors, Stack.Lifecycle.Counts.Timeouts));
    }
}
