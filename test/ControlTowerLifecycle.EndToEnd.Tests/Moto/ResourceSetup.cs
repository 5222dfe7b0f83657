using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>Creates a queue, a topic, secrets and a table in the management account of moto.</summary>
internal sealed class ResourceSetup(UnsignedCalls calls)
{
    /// <summary>Creates a queue with one message and receives the message.</summary>
    public async Task<(string Url, string ReceiptHandle)> CreateQueueAsync(CancellationToken cancellationToken)
    {
        var created = await SqsAsync("CreateQueue", new() { ["QueueName"] = "work" }, cancellationToken);
        var url = created["QueueUrl"]!.GetValue<string>();
        await SqsAsync("SendMessage", new() { ["QueueUrl"] = url, ["MessageBody"] = "first" }, cancellationToken);
        var received = await SqsAsync("ReceiveMessage", new() { ["QueueUrl"] = url }, cancellationToken);
        return (url, received["Messages"]![0]!["ReceiptHandle"]!.GetValue<string>());
    }

    /// <returns>The ARN of the topic.</returns>
    public async Task<string> CreateTopicAsync(CancellationToken cancellationToken)
    {
        var topic = await calls.QueryAsync(
            "sns",
            MotoSetup.ManagementAccountId,
            [("Action", "CreateTopic"), ("Name", "failures")],
            cancellationToken);
        return topic["TopicArn"];
    }

    /// <param name="name">The name of the secret.</param>
    /// <param name="member">SecretString, or SecretBinary for a value in base64.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task CreateSecretAsync(string name, string member, string value, CancellationToken cancellationToken) =>
        calls.JsonAsync(
            "secretsmanager",
            "secretsmanager",
            "CreateSecret",
            MotoSetup.ManagementAccountId,
            new() { ["Name"] = name, [member] = value, ["ClientRequestToken"] = Guid.NewGuid().ToString() },
            cancellationToken);

    /// <summary>Creates a table with the string key <c>id</c>.</summary>
    public Task CreateTableAsync(string name, CancellationToken cancellationToken) => calls.JsonAsync(
        "dynamodb",
        "DynamoDB_20120810",
        "CreateTable",
        MotoSetup.ManagementAccountId,
        new()
        {
            ["TableName"] = name,
            ["AttributeDefinitions"] = new JsonArray(
                new JsonObject { ["AttributeName"] = "id", ["AttributeType"] = "S" }),
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
            ["BillingMode"] = "PAY_PER_REQUEST",
        },
        cancellationToken);

    private Task<JsonNode> SqsAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        calls.JsonAsync("sqs", "AmazonSQS", operation, MotoSetup.ManagementAccountId, body, cancellationToken);
}
