using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Events of EventBridge have no caller that waits. Lambda retries an invocation that fails.</summary>
public sealed class BackfillFunctionEventTests : BackfillFixture
{
    [Theory]
    [InlineData("Scheduled.json", null)]
    [InlineData("UpdateLandingZone.succeeded.json", null)]
    [InlineData("RegisterOrganizationalUnit.succeeded.json", "ou-ab12-c3d4e5f6")]
    [InlineData("EnableBaseline.ou.succeeded.json", "ou-ab12-c3d4e5f6")]
    public async Task Event_without_an_account_reconciles_the_accounts_that_it_concerns(string file, string? unit)
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
    public async Task Unit_that_left_has_all_its_accounts_queued(string file)
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
    public async Task Event_of_a_deleted_unit_is_ignored(string file)
    {
        Walk.BeforePage = _ => throw Deleted();
        Walk.Accounts = FakeWalk.Active(1);

        var response = JsonElement.Parse((await InvokeAsync(file)).Span);

        Assert.Equal(0, response.GetProperty("accounts").GetInt32());
        Assert.Equal("it does not exist", Output.Line("ignored").Text("why"));
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task Operator_gets_a_failure_for_a_mistyped_unit()
    {
        Walk.BeforePage = _ => throw Deleted();
        Walk.Accounts = FakeWalk.Active(1);

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Reconcile("\"ou-ab12-c3d4e5f6\"")));

        Assert.Equal("it does not exist. Check its id.", failure.Message);
    }

    [Theory]
    [InlineData("all", null)]
    [InlineData("ou-ab12-c3d4e5f6", "ou-ab12-c3d4e5f6")]
    public async Task Operator_gets_the_counts_of_a_reconcile(string what, string? unit)
    {
        Walk.Accounts = [.. FakeWalk.Active(3), FakeWalk.Account(3, AccountState.Suspended)];

        var response = JsonElement.Parse((await InvokeAsync(Reconcile($"\"{what}\""))).Span);

        Assert.Equal(unit, Assert.Single(Walk.Walks).Unit);
        Assert.Equal((4, 3), (response.GetProperty("accounts").GetInt32(), response.GetProperty("missing").GetInt32()));
        Assert.False(response.GetProperty("continues").GetBoolean());
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"everything\"")]
    [InlineData("\"ou-ab12\"")]
    [InlineData("\"ou-ab12-c3d4e5f6\\n\"")]
    [InlineData("true")]
    [InlineData("\"\\ud800\"")]
    public async Task Reconcile_of_an_invalid_unit_fails_and_states_what_is_valid(string what)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Reconcile(what)));

        Assert.Equal(
            "The event cannot be read: 'reconcile' takes \"all\" or an organizational unit's id such as ou-ab12-c3d4e5f6.",
            failure.Message);
        Assert.False(Walk.HasBegun);
    }

    private static OrganizationalUnitNotFoundException Deleted() => new("it does not exist")
    {
        RemoteSystem = "AWS Organizations",
        Operation = "ListParents",
        Kind = FailureKind.NeedsOperator,
        Advice = "Check its id.",
    };

    private static byte[] Reconcile(string what) => Encoding.UTF8.GetBytes($$"""{"reconcile":{{what}}}""");

    [Fact]
    public async Task Event_gets_no_response_to_CloudFormation()
    {
        await InvokeAsync("Scheduled.json");

        Assert.Empty(CloudFormation.Puts);
    }

    [Fact]
    public async Task Walk_that_fails_fails_the_invocation_with_the_reason()
    {
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync("Scheduled.json"));

        Assert.Equal("NotWalked", failure.Kind);
        Assert.Equal("Vendor answered 401. Renew the key.", failure.Message);
    }

    [Fact]
    public async Task Defect_in_the_walk_fails_the_invocation()
    {
        Walk.AtTheEnd = _ => throw new KeyNotFoundException();

        await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync("Scheduled.json"));
    }

    [Theory]
    [InlineData("CreateManagedAccount.succeeded.json")]
    [InlineData("SetupLandingZone.succeeded.json")]
    [InlineData("Organizations.CloseAccountResult.succeeded.json")]
    public async Task Event_that_names_accounts_fails_and_states_where_it_belongs(string file)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(file));

        Assert.Equal("The event names an account; it belongs to the lifecycle function.", failure.Message);
        Assert.False(Walk.HasBegun);
    }

    [Theory]
    [InlineData("EnableGuardrail.succeeded.json")]
    [InlineData("Organizations.MoveAccount.json")]
    public async Task Event_that_needs_no_work_is_ignored(string file)
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
    public async Task Unreadable_payload_fails_the_invocation_and_is_logged(string payload)
    {
        var failure = await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(Encoding.UTF8.GetBytes(payload)));

        Assert.Equal("UnreadableEvent", failure.Kind);
        Assert.Equal(["unreadable message"], Output.Messages);
    }

    [Theory]
    [InlineData("ResponseURL")]
    [InlineData("RequestType")]
    public async Task Incomplete_custom_resource_fails_the_invocation_before_the_walk(string member)
    {
        await Assert.ThrowsAsync<FunctionErrorException>(
            () => InvokeAsync(Payload.Without("CustomResource.Create.json", member)));

        Assert.False(Walk.HasBegun);
    }
}
