using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>Deployments that cannot succeed do no harm: no account is queued in vain, and no walk is repeated.</summary>
public sealed class BackfillFunctionFailureTests : BackfillFixture
{
    [Fact]
    public async Task Expired_response_url_ends_the_invocation_normally_so_that_Lambda_does_not_repeat_the_deployment()
    {
        Walk.Accounts = FakeWalk.Active(9);
        CloudFormation.Says(403);

        await InvokeAsync("CustomResource.Create.json");

        Assert.Equal(9, Walk.Queued.Count);
        var line = Output.Line("CloudFormation did not take the response");
        Assert.Contains("expired (403)", line.Text("cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_url_that_cannot_be_used_fails_the_invocation_before_the_walk()
    {
        var payload = Payload.With("CustomResource.Create.json", "ResponseURL", "\"http://bucket.example/key\"");

        await Assert.ThrowsAsync<FunctionErrorException>(() => InvokeAsync(payload));

        Assert.False(Walk.HasBegun);
    }

    [Theory]
    [InlineData("CustomResource.Create.json")]
    [InlineData("CustomResource.Update.json")]
    public async Task Deployment_fails_if_no_account_can_be_entered_and_governance_is_unknown(string file)
    {
        Walk.Accounts = FakeWalk.Active(2);
        Walk.Inspection = _ => throw Fakes.WalkRig.Refused();

        await InvokeAsync(file);

        Assert.StartsWith("none of 2 accounts can be entered", CloudFormation.Put.Reason, StringComparison.Ordinal);
        Assert.Contains("EXECUTION_ROLE_NAME", CloudFormation.Put.Reason, StringComparison.Ordinal);
        Assert.Empty(Walk.Queued);
    }
}
