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
    public void Success_has_its_data()
    {
        var response = Read(json => json["Data"] = new JsonObject { ["Queued"] = 12 });

        var succeeded = Assert.IsType<ResourceResponse.Succeeded>(response);
        Assert.Equal("backfill", succeeded.PhysicalResourceId);
        Assert.Equal("12", succeeded.Data["Queued"]);
    }

    [Fact]
    public void Failure_has_its_reason() => Assert.Equal(
        new ResourceResponse.Failed("Organizations refused.", "backfill"),
        Read(json => (json["Status"], json["Reason"]) = ("FAILED", "Organizations refused.")));

    [Theory]
    [InlineData("StackId")]
    [InlineData("RequestId")]
    [InlineData("LogicalResourceId")]
    [InlineData("PhysicalResourceId")]
    [InlineData("Status")]
    public void Missing_required_field_fails_the_request(string field) =>
        Assert.IsType<ResourceResponse.Failed>(Read(json => json.Remove(field)));

    [Fact]
    public void Request_id_of_another_request_fails_the_request() =>
        Assert.IsType<ResourceResponse.Failed>(Read(json => json["RequestId"] = "another"));

    [Fact]
    public void Failure_without_a_reason_is_invalid() => Assert.Contains(
        "Reason must be given",
        Assert.IsType<ResourceResponse.Failed>(Read(json => json["Status"] = "FAILED")).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Response_over_4096_bytes_fails_the_request() => Assert.Equal(
        new ResourceResponse.Failed("Response object is too long.", null),
        Read(json => json["Data"] = new JsonObject { ["Log"] = new string('x', 4096) }));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Status\"")]
    public void Response_that_is_not_an_object_fails_the_request(string body) =>
        Assert.IsType<ResourceResponse.Failed>(ResourceResponse.Read(body, Expected));

    private static ResourceResponse Read(Action<JsonObject> change)
    {
        var response = new JsonObject
        {
            ["Status"] = "SUCCESS",
            ["StackId"] = "stack",
            ["RequestId"] = "request",
            ["LogicalResourceId"] = "Backfill",
            ["PhysicalResourceId"] = "backfill",
        };
        change(response);
        return ResourceResponse.Read(response.ToJsonString(), Expected);
    }
}
