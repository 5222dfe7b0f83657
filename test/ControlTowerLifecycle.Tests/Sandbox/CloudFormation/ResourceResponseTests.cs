using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudFormation;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudFormation;

public sealed class ResourceResponseTests
{
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["StackId"] = "stack",
        ["RequestId"] = "request",
        ["LogicalResourceId"] = "Backfill",
    };

    [Fact]
    public void A_success_brings_its_data()
    {
        var answer = Read(json => json["Data"] = new JsonObject { ["Queued"] = 12 });

        var succeeded = Assert.IsType<ResourceResponse.Succeeded>(answer);
        Assert.Equal("backfill", succeeded.PhysicalResourceId);
        Assert.Equal("12", succeeded.Data["Queued"]);
    }

    [Fact]
    public void A_failure_brings_its_reason() => Assert.Equal(
        new ResourceResponse.Failed("Organizations refused.", "backfill"),
        Read(json => (json["Status"], json["Reason"]) = ("FAILED", "Organizations refused.")));

    [Theory]
    [InlineData("StackId")]
    [InlineData("RequestId")]
    [InlineData("LogicalResourceId")]
    [InlineData("PhysicalResourceId")]
    [InlineData("Status")]
    public void A_required_field_that_is_missing_fails_the_request(string field) =>
        Assert.IsType<ResourceResponse.Failed>(Read(json => json.Remove(field)));

    [Fact]
    public void The_request_id_of_another_request_fails_the_request() =>
        Assert.IsType<ResourceResponse.Failed>(Read(json => json["RequestId"] = "another"));

    [Fact]
    public void A_failure_without_a_reason_says_so() => Assert.Contains(
        "Reason must be given",
        Assert.IsType<ResourceResponse.Failed>(Read(json => json["Status"] = "FAILED")).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void An_answer_over_4096_bytes_fails_the_request() => Assert.Equal(
        new ResourceResponse.Failed("Response object is too long.", null),
        Read(json => json["Data"] = new JsonObject { ["Log"] = new string('x', 4096) }));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Status\"")]
    public void An_answer_that_is_no_object_fails_the_request(string body) =>
        Assert.IsType<ResourceResponse.Failed>(ResourceResponse.Read(body, Expected));

    private static ResourceResponse Read(Action<JsonObject> change)
    {
        var answer = new JsonObject
        {
            ["Status"] = "SUCCESS",
            ["StackId"] = "stack",
            ["RequestId"] = "request",
            ["LogicalResourceId"] = "Backfill",
            ["PhysicalResourceId"] = "backfill",
        };
        change(answer);
        return ResourceResponse.Read(answer.ToJsonString(), Expected);
    }
}
