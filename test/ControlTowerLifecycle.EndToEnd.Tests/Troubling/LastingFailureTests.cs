using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Troubling;

public sealed class LastingFailureTests(BatchWithLastingFailure batch) : IClassFixture<BatchWithLastingFailure>
{
    private TestStack Stack => batch.Stack;

    private NamedAccount Broken => batch.Broken;

    [Fact]
    public async Task The_others_of_the_batch_are_done_at_the_first_attempt()
    {
        foreach (var other in batch.Others)
        {
            Stack.AssertProtected(other.Id);
            Assert.Equal(["onboarded"], await Stack.WordsAsync(other.Id, 1));
        }
    }

    [Fact]
    public void The_rejected_one_is_a_dead_letter_at_the_first_receive_as_it_was_sent_and_with_its_cause()
    {
        var dead = batch.Dead;

        Assert.Equal(["rejected"], batch.BrokenWords);
        Assert.Equal(batch.BrokenBody, dead.Body);
        Assert.Equal(Broken.Id, dead.MessageAttributes["accountId"]);
        Assert.Equal(("rejected", "create-role"), (dead.MessageAttributes["outcome"], dead.MessageAttributes["step"]));
        Assert.Contains("CreateRole", dead.MessageAttributes["cause"], StringComparison.Ordinal);
        Assert.Contains("Allow iam:CreateRole", dead.MessageAttributes["whatToDo"], StringComparison.Ordinal);
    }

    [Fact]
    public void People_are_told_which_account_why_and_what_to_do()
    {
        var told = Assert.Single(Stack.Server.Topic.Messages);

        Assert.Contains(Broken.Id, told.Subject, StringComparison.Ordinal);
        Assert.Contains("Allow iam:CreateRole", told.Message, StringComparison.Ordinal);
        Assert.Contains($$"""--payload '{"accountId":"{{Broken.Id}}"}'""", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_says_that_a_person_is_needed()
    {
        var line = await Stack.LineAsync("a person was asked for", one =>
            one.Contains("action required", StringComparison.Ordinal)
                && one.Contains(Broken.Id, StringComparison.Ordinal));

        Assert.Contains("\"step\":\"create-role\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_it_is_mended_the_account_is_run_again_by_its_id_alone()
    {
        Stack.ChangeExecutionRole(
            Broken.Id, role => role with { AttachedPolicyArns = [SandboxRole.AdministratorAccess] });

        await Stack.InvokeAsync($$"""{"accountId":"{{Broken.Id}}"}""");

        Stack.AssertProtected(Broken.Id);
    }
}
