using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SdkResponseGuardTests
{
    private const string Batch = "AmazonSQS.SendMessageBatch";
    private const string Receive = "AmazonSQS.ReceiveMessage";
    private const string GetItem = "DynamoDB_20120810.GetItem";

    /// <summary>The SDK reads each of these until the memory is full.</summary>
    [Theory]
    [InlineData(Batch, """{"Successful":5}""")]
    [InlineData(Batch, """{"Successful":{"Id":"0"}}""")]
    [InlineData(Batch, """{"successful":"text"}""")]
    [InlineData(Batch, """{"a/Failed":true}""")]
    [InlineData(Batch, """{"Failed":["text"]}""")]
    [InlineData(Batch, """{"Failed":[{"Id":{}}]}""")]
    [InlineData(Receive, """{"Messages":5}""")]
    [InlineData(Receive, """{"Messages":{"MessageId":"m"}}""")]
    [InlineData(Receive, """{"Messages":["text"]}""")]
    [InlineData(Receive, """{"Messages":[{"Body":["text"]}]}""")]
    [InlineData(Receive, """{"Messages":[{"Attributes":["text"]}]}""")]
    [InlineData(Receive, """{"Messages":[{"Attributes":{"SentTimestamp":{}}}]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageAttributes":5}]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageAttributes":{"step":"text"}}]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageAttributes":{"step":{"StringValue":[]}}}]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageAttributes":{"step":{"StringListValues":"text"}}}]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageAttributes":{"step":{"BinaryListValues":[null]}}}]}""")]
    [InlineData(GetItem, """{"Item":[]}""")]
    [InlineData(GetItem, """{"Item":{"id":"text"}}""")]
    [InlineData(GetItem, """{"Item":{"id":{"L":"text"}}}""")]
    [InlineData(GetItem, """{"Item":{"id":{"S":["text"]}}}""")]
    [InlineData(GetItem, """{"Item":{"id":{"SS":"text"}}}""")]
    [InlineData(GetItem, """{"Item":{"id":{"SS":["text",null]}}}""")]
    [InlineData(GetItem, """{"Item":{"id":{"SS":[["text"]]}}}""")]
    [InlineData(GetItem, """{"Attributes":[]}""")]
    [InlineData(GetItem, """{"ConsumedCapacity":{}}""")]
    [InlineData(GetItem, """{"ConsumedCapacity":{"TableName":"t","Table":5}}""")]
    [InlineData(GetItem, """{"\ud800":5}""")]
    [InlineData(Batch, "\uFEFF{\"Successful\":5}")]
    [InlineData(Batch, """{"Failed":["text"]}-""")]
    public async Task Response_that_the_SDK_cannot_read_is_refused(string target, string body) =>
        await Assert.ThrowsAsync<JsonException>(() => SendAsync(target, body));

    [Fact]
    public async Task Deep_response_is_refused_like_a_flat_one()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 100)) + "1" + new string('}', 100);

        await Assert.ThrowsAsync<JsonException>(() => SendAsync(Batch, $$"""{"Successful":{{deep}}}"""));
    }

    [Theory]
    [InlineData(Batch, """{"Successful":[{"Id":"0","MessageId":"m"}],"Failed":[],"Other":{"a":[1]}}""")]
    [InlineData(Batch, """{"Successful":null,"Failed":[null]}""")]
    [InlineData(Receive, """{"Messages":[{"MessageId":"m","Attributes":{"SentTimestamp":"1"},"MessageAttributes":{"step":{"StringValue":"s","StringListValues":[]}}}]}""")]
    [InlineData(Receive, """{"Messages":null}""")]
    [InlineData(Receive, """{"Messages":[null,{"Attributes":null,"MessageAttributes":{"step":null}}]}""")]
    [InlineData(GetItem, """{"Item":{"id":{"S":"text"},"count":{"N":"1"},"set":{"SS":["a","b"]},"nothing":null}}""")]
    [InlineData(GetItem, """{"ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}""")]
    [InlineData(GetItem, "{}")]
    [InlineData(GetItem, "[]")]
    [InlineData(GetItem, "<html>")]
    [InlineData("AWSOrganizationsV20161128.ListAccounts", """{"Failed":5}""")]
    public async Task Other_response_passes_unchanged(string target, string body) =>
        Assert.Equal(body, await SendAsync(target, body));

    private static async Task<string> SendAsync(string target, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        using var client = new HttpClient(new SdkResponseGuard(new ScriptedHttp().Answer(200, content)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://aws.test/");
        request.Headers.Add("X-Amz-Target", target);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
