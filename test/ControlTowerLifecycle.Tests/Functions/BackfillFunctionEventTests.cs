using System.Text;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Events of EventBridge: nobody waits for an answer, and a failure makes Lambda try again.</summary>
public sealed class BackfillFunctionEventTests : BackfillFixture
{
    [Theory]
    [InlineData("Scheduled.json")]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("EnableBaseline.ou.succeeded.json")]
    public async Task An_event_that_names_no_account_walks_them_all(string file)
    {
        Walk.Accounts = FakeWalk.Active(3);

        await InvokeAsync(file);

        Assert.Equal(3, Walk.Queued.Count);
        Assert.Equal(3, Output.Line("backfill queued").GetProperty("queued").GetInt32());
    }

    [Fact]
    public async Task An_event_is_not_answered_to_CloudFormation()
    {
        await InvokeAsync("Scheduled.json");

        Assert.Empty(CloudFormation.Puts);
    }

    [Fact]
    public async Task A_walk_that_fails_fails_the_invocation_with_the_reason()
    {
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync("Scheduled.json"));

        Assert.Equal("NotQueued", failure.Kind);
        Assert.Equal("Vendor answered 401. Renew the key.", failure.Message);
    }

    [Fact]
    public async Task A_defect_in_the_walk_fails_the_invocation()
    {
        Walk.AtTheEnd = _ => throw new KeyNotFoundException();

        await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync("Scheduled.json"));
    }

    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json")]
    [InlineData("SetupLandingZone.succeeded.json")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json")]
    public async Task An_event_that_names_accounts_fails_and_says_where_it_belongs(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(file));

        Assert.Equal("The event names an account; it belongs to the lifecycle function.", failure.Message);
        Assert.False(Walk.HasBegun);
    }

    [Theory]
    [InlineData("EnableGuardrail.succeeded.json")]
    [InlineData("Organizations.MoveAccount.json")]
    public async Task An_event_that_asks_for_nothing_is_done_with(string file)
    {
        await InvokeAsync(file);

        Assert.False(Walk.HasBegun);
        Assert.Equal(["ignored"], Output.Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"RequestType":"Create","ResponseURL":7}""")]
    [InlineData("""{"RequestType":"\ud800","ResponseURL":"https://bucket.example/key"}""")]
    public async Task What_cannot_be_read_fails_the_invocation_with_a_line(string payload)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Encoding.UTF8.GetBytes(payload)));

        Assert.Equal("UnreadableEvent", failure.Kind);
        Assert.Equal(["unreadable message"], Output.Messages);
    }

    [Theory]
    [InlineData("ResponseURL")]
    [InlineData("RequestType")]
    public async Task A_custom_resource_that_is_not_whole_fails_the_invocation_before_the_walk(string member)
    {
        await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Payload.Without("CustomResource.Create.json", member)));

        Assert.False(Walk.HasBegun);
    }
}
