using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The custom resource: requests of CloudFormation and the responses to them.</summary>
public sealed class BackfillFunctionTests : BackfillFixture
{
    [Theory]
    [InlineData("CustomResource.Create.json")]
    [InlineData("CustomResource.Update.json")]
    public async Task Deployment_queues_every_account(string file)
    {
        Walk.Accounts = FakeWalk.Active(5);

        await InvokeAsync(file);

        Assert.Equal(
            ["444455550000", "444455550001", "444455550002", "444455550003", "444455550004"],
            Walk.Queued.Select(message => JsonElement.Parse(message).Text("accountId")));
    }

    [Fact]
    public async Task CloudFormation_gets_the_counts_as_text()
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
    public async Task Deletion_of_the_stack_succeeds_and_changes_nothing()
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
    public async Task Resource_has_the_same_physical_id_in_every_response(string file, bool fails)
    {
        Walk.Verify = _ => fails ? throw Failure.Lasting() : Task.CompletedTask;

        await InvokeAsync(file);

        Assert.Equal("control-tower-lifecycle-backfill", CloudFormation.Put.Json.Text("PhysicalResourceId"));
    }

    [Fact]
    public async Task Protection_that_cannot_be_used_fails_the_deployment_before_an_account_is_queued()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal("Vendor answered 401. Renew the key.", CloudFormation.Put.Reason);
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task Creation_without_a_landing_zone_fails_before_an_account_is_queued()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Governance = new Governance.Absent("eu-west-1");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(
            "Control Tower has no landing zone in eu-west-1. "
            + "Deploy the stack in the home region of Control Tower; if there is no landing zone yet, set it up first.",
            CloudFormation.Put.Reason);
        Assert.Empty(Walk.Queued);
    }

    [Fact]
    public async Task Update_without_a_landing_zone_succeeds()
    {
        Walk.Accounts = FakeWalk.Active(3);
        Walk.Governance = new Governance.Absent("eu-west-1");

        await InvokeAsync("CustomResource.Update.json");

        Assert.Equal("SUCCESS", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(3, Walk.Queued.Count);
    }

    [Fact]
    public async Task Retryable_failure_advises_to_deploy_again()
    {
        Walk.QueueFailure = Failure.Passing("SQS answered 503");
        Walk.Accounts = FakeWalk.Active(1);

        await InvokeAsync("CustomResource.Update.json");

        Assert.Equal("SQS answered 503. Check that the function can reach Vendor, then deploy again.", CloudFormation.Put.Reason);
    }

    [Fact]
    public async Task Sentence_that_ends_in_a_full_stop_gets_no_second_one()
    {
        Walk.Verify = _ => throw Failure.Lasting("AWS refused: you may not.", "Ask for it.");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("AWS refused: you may not. Ask for it.", CloudFormation.Put.Reason);
    }

    [Fact]
    public async Task Failure_is_logged_with_its_advice()
    {
        Walk.Verify = _ => throw Failure.Lasting("Vendor answered 401", "Renew the key.");

        await InvokeAsync("CustomResource.Create.json");

        var line = Output.Line("backfill failed");
        Assert.Equal("Vendor answered 401", line.Text("cause"));
        Assert.Equal("Renew the key.", line.Text("whatToDo"));
    }

    [Fact]
    public async Task Defect_is_reported_by_its_type_alone()
    {
        Walk.AtTheEnd = _ => throw new KeyNotFoundException("quotes something");

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal("FAILED", CloudFormation.Put.Json.Text("Status"));
        Assert.Equal(
            "Unexpected KeyNotFoundException; the backfill function's log has the details.", CloudFormation.Put.Reason);
        Assert.Equal("quotes something", Output.Line("unexpected failure").Text("cause"));
    }

    [Fact]
    public async Task Cancellation_with_time_left_is_reported_as_a_defect()
    {
        Walk.AtTheEnd = _ => throw new OperationCanceledException();

        await InvokeAsync("CustomResource.Create.json");

        Assert.StartsWith("Unexpected OperationCanceledException", CloudFormation.Put.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Replace\"")]
    [InlineData("\"create\"")]
    [InlineData("\"\"")]
    public async Task Request_of_an_unknown_type_fails(string type)
    {
        await InvokeAsync(Payload.With("CustomResource.Create.json", "RequestType", type));

        Assert.Equal("RequestType is none of Create, Update and Delete.", CloudFormation.Put.Reason);
        Assert.False(Walk.HasBegun);
    }

    [Fact]
    public async Task Custom_resource_gets_its_response_by_the_url_only()
    {
        var response = await InvokeAsync("CustomResource.Create.json");

        Assert.True(response.IsEmpty);
        Assert.Single(CloudFormation.Puts);
    }
}
