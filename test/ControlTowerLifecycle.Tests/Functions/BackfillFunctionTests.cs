using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The custom resource: what CloudFormation asks, and what it is told.</summary>
public sealed class BackfillFunctionTests : BackfillFixture
{
    [Theory]
    [InlineData("CustomResource.Create.json")]
    [InlineData("CustomResource.Update.json")]
    public async Task A_deployment_queues_every_account(string file)
    {
        Walk.Accounts = FakeWalk.Active(5);

        await InvokeAsync(file);

        Assert.Equal(
            ["444455550000", "444455550001", "444455550002", "444455550003", "444455550004"],
            Walk.Queued.Select(message => JsonElement.Parse(message).Text("accountId")));
    }

    [Fact]
    public async Task CloudFormation_is_told_the_counts_as_text()
    {
        Walk.Accounts = [.. FakeWalk.Active(3), FakeWalk.Account(3, AccountState.Suspended)];

        await InvokeAsync("CustomResource.Create.json");

        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    {
                      "Status": "SUCCESS",
                      "PhysicalResourceId": "control-tower-lifecycle-backfill",
                      "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/lifecycle/0a1b2c3d",
                      "RequestId": "9d2d3a54-6d7c-4f7b-9a53-5d0a1b2c3d4e",
                      "LogicalResourceId": "Backfill",
                      "Data": { "Accounts": "4", "Queued": "3", "Skipped": "1" }
                    }
                    """),
                JsonNode.Parse(CloudFormation.Put.Body)),
            CloudFormation.Put.Text);
    }

    [Fact]
    public async Task A_deleted_stack_is_let_go_without_touching_anything()
    {
        await InvokeAsync("CustomResource.Delete.json");

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
        Assert.False(Walk.HasBegun);
        Assert.Equal(["stack deleted, protection kept"], Output.Messages);
    }

    [Theory]
    [InlineData("CustomResource.Create.json", false)]
    [InlineData("CustomResource.Create.json", true)]
    [InlineData("CustomResource.Update.json", false)]
    [InlineData("CustomResource.Update.json", true)]
    [InlineData("CustomResource.Delete.json", false)]
    public async Task The_resource_has_the_same_physical_id_whatever_happens(string file, bool fails)
    {
        Walk.Verify = _ => fails ? throw Failure.Lasting() : Task.CompletedTask;

        await InvokeAsync(file);

        Assert.Equal("control-tower-lifecycle-backfill", CloudFormation.Put.Json.Text("PhysicalResourceId"));
    }

    [Fact]
    public async Task A_protection_that_cannot_be_worked_with_fails_the_deployment_before_an_account_is_queued()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal("Vendor answered 401. Renew the key.", CloudFormation.Put.Reason);
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task A_stack_that_is_made_where_there_is_no_landing_zone_fails_before_an_account_is_queued()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Governance = new Governance.Absent("eu-west-1");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(
            "Control Tower has no landing zone in eu-west-1. "
            + "Deploy the stack in Control Tower's home region; where there is no landing zone yet, set one up first.",
            CloudFormation.Put.Reason);
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task A_stack_that_stands_is_updated_although_its_landing_zone_is_gone()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Governance = new Governance.Absent("eu-west-1");

        await InvokeAsync("CustomResource.Update.json");

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(3, Walk.Queued.Count);
    }

    [Fact]
    public async Task A_failure_that_waiting_mends_says_to_deploy_again()
    {
        Walk.QueueFailure = Failure.Passing("SQS answered 503");
        Walk.Accounts = FakeWalk.Active(1);

        await InvokeAsync("CustomResource.Update.json");

        Assert.Equal("SQS answered 503. Check that the function can reach Vendor, then deploy again.", CloudFormation.Put.Reason);
    }

    [Fact]
    public async Task A_sentence_that_ends_in_a_full_stop_gets_no_second_one()
    {
        Walk.Verify = _ => throw Failure.Lasting("AWS refused: you may not.", "Ask for it.");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("AWS refused: you may not. Ask for it.", CloudFormation.Put.Reason);
    }

    [Fact]
    public async Task A_failure_is_logged_with_what_to_do()
    {
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        await InvokeAsync("CustomResource.Create.json");

        var line = Output.Line("backfill failed");
        Assert.Equal("Vendor answered 401", line.Text("cause"));
        Assert.Equal("Renew the key.", line.Text("whatToDo"));
    }

    [Fact]
    public async Task A_defect_is_answered_for_by_its_type_alone()
    {
        Walk.AtTheEnd = _ => throw new KeyNotFoundException("quotes something");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(
            "Unexpected KeyNotFoundException; the backfill function's log has the details.", CloudFormation.Put.Reason);
        Assert.Equal("quotes something", Output.Line("unexpected failure").Text("cause"));
    }

    [Fact]
    public async Task A_wait_that_breaks_off_with_time_left_is_a_defect_and_answered_for()
    {
        Walk.AtTheEnd = _ => throw new OperationCanceledException();

        await InvokeAsync("CustomResource.Create.json");

        Assert.StartsWith("Unexpected OperationCanceledException", CloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Replace\"")]
    [InlineData("\"create\"")]
    [InlineData("\"\"")]
    public async Task A_request_of_an_unknown_type_is_answered_as_failed(string type)
    {
        await InvokeAsync(Payload.With("CustomResource.Create.json", "RequestType", type));

        Assert.Equal("RequestType is none of Create, Update and Delete.", CloudFormation.Put.Reason);
        Assert.False(Walk.HasBegun);
    }

    [Fact]
    public async Task A_custom_resource_is_answered_by_its_url_and_by_nothing_else()
    {
        var answer = await InvokeAsync("CustomResource.Create.json");

        Assert.True(answer.IsEmpty);
        Assert.Single(CloudFormation.Puts);
    }
}
