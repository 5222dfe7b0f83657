using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Events of EventBridge: nobody waits for an answer, and a failure makes Lambda try again.</summary>
public sealed class BackfillFunctionEventTests : BackfillFixture
{
    [Theory]
    [InlineData("Scheduled.json", null)]
    [InlineData("UpdateLandingZone.succeeded.json", null)]
    [InlineData("RegisterOrganizationalUnit.succeeded.json", "ou-ab12-c3d4e5f6")]
    [InlineData("EnableBaseline.ou.succeeded.json", "ou-ab12-c3d4e5f6")]
    public async Task An_event_that_names_no_account_reconciles_those_that_it_concerns(string file, string? unit)
    {
        Walk.Accounts = FakeWalk.Active(3);

        await InvokeAsync(file);

        Assert.Equal(unit, Assert.Single(Walk.Walks).Unit);
        Assert.Equal(3, Walk.Queued.Count);
        Assert.Equal(3, Output.Line("reconciled").GetProperty("unprotected").GetInt32());
    }

    [Theory]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json")]
    [InlineData("DisableBaseline.ou.succeeded.json")]
    public async Task A_unit_that_leaves_has_all_its_accounts_told_of(string file)
    {
        Walk.Accounts = [.. FakeWalk.Active(1), FakeWalk.Account(1, AccountState.Suspended)];

        await InvokeAsync(file);

        Assert.All(Walk.Queued, message => Assert.Equal("left", JsonElement.Parse(message).Text("origin")));
        Assert.Equal(2, Output.Line("unit left").GetProperty("queued").GetInt32());
        Assert.StartsWith("ou-", Assert.Single(Walk.Walks).Unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RegisterOrganizationalUnit.succeeded.json")]
    [InlineData("EnableBaseline.ou.succeeded.json")]
    [InlineData("DeregisterOrganizationalUnit.succeeded.json")]
    [InlineData("DisableBaseline.ou.succeeded.json")]
    public async Task An_event_of_a_unit_that_is_gone_by_now_is_done_with(string file)
    {
        Walk.BeforePage = _ => throw Gone();
        Walk.Accounts = FakeWalk.Active(1);

        var answer = JsonElement.Parse((await InvokeAsync(file)).Span);

        Assert.Equal(0, answer.GetProperty("accounts").GetInt32());
        Assert.Equal("it is gone", Output.Line("ignored").Text("why"));
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task A_person_who_mistypes_a_unit_is_told()
    {
        Walk.BeforePage = _ => throw Gone();
        Walk.Accounts = FakeWalk.Active(1);

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Asked("\"ou-ab12-c3d4e5f6\"")));

        Assert.Equal("it is gone. Check its id.", failure.Message);
    }

    [Theory]
    [InlineData("all", null)]
    [InlineData("ou-ab12-c3d4e5f6", "ou-ab12-c3d4e5f6")]
    public async Task A_person_who_asks_for_a_reconciliation_is_answered_with_what_it_counted(string what, string? unit)
    {
        Walk.Accounts = [.. FakeWalk.Active(3), FakeWalk.Account(3, AccountState.Suspended)];

        var answer = JsonElement.Parse((await InvokeAsync(Asked($"\"{what}\""))).Span);

        Assert.Equal(unit, Assert.Single(Walk.Walks).Unit);
        Assert.Equal((4, 3), (answer.GetProperty("accounts").GetInt32(), answer.GetProperty("missing").GetInt32()));
        Assert.False(answer.GetProperty("continues").GetBoolean());
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"everything\"")]
    [InlineData("\"ou-ab12\"")]
    [InlineData("\"ou-ab12-c3d4e5f6\\n\"")]
    [InlineData("true")]
    [InlineData("\"\\ud800\"")]
    public async Task A_reconciliation_of_nothing_that_there_is_says_what_to_ask_for(string what)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Asked(what)));

        Assert.Equal(
            "The event cannot be read: 'reconcile' takes \"all\" or an organizational unit's id such as ou-ab12-c3d4e5f6.",
            failure.Message);
        Assert.False(Walk.HasBegun);
    }

    [Theory]
    [InlineData("""{"walk":{}}""")]
    [InlineData("""{"walk":{"kind":"deploy"}}""")]
    [InlineData("""{"walk":{"kind":"stroll","summary":{"skipped":{}}}}""")]
    [InlineData("""{"walk":7}""")]
    public async Task The_rest_of_a_walk_that_nobody_handed_over_is_refused(string payload)
    {
        await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Encoding.UTF8.GetBytes(payload)));

        Assert.False(Walk.HasBegun);
    }

    private static OrganizationalUnitNotFoundException Gone() => new("it is gone")
    {
        RemoteSystem = "AWS Organizations",
        Operation = "ListParents",
        Kind = FailureKind.NeedsOperator,
        Advice = "Check its id.",
    };

    private static byte[] Asked(string what) => Encoding.UTF8.GetBytes($$"""{"reconcile":{{what}}}""");

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

        Assert.Equal("NotWalked", failure.Kind);
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
