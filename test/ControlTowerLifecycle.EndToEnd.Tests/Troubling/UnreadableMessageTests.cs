using ControlTowerLifecycle.EndToEnd.Tests.Running;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Troubling;

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
    public void They_are_handed_back_and_end_as_dead_letters_as_they_were_sent() => Assert.Equal(
        [.. messages.Sent.Select(message => $"{message.Key} {message.Value}").Order(StringComparer.Ordinal)],
        [.. messages.Dead.Select(message => $"{message.MessageId} {message.Body}").Order(StringComparer.Ordinal)]);

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
