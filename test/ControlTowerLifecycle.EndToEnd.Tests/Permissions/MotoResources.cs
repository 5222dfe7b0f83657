using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The queues, topics, tables and secrets of the template, made in moto under their names in the template.
/// </summary>
internal sealed class MotoResources(UnsignedCalls calls)
{
    /// <summary>A queue beside the template's, to which every topic leads.</summary>
    public const string Subscriber = "Subscriber";

    private readonly Dictionary<string, CreatedResource> _made = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, CreatedResource> Made => _made;

    public async Task MakeAsync(DeployedTemplate template, CancellationToken cancellationToken)
    {
        foreach (var id in DeployedTemplate.IdsOf("AWS::SQS::Queue").Append(Subscriber))
            await MakeQueueAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.IdsOf("AWS::SNS::Topic"))
            await MakeTopicAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.IdsOf("AWS::DynamoDB::Table"))
            await MakeTableAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.IdsOf("AWS::SecretsManager::Secret").Where(template.Has))
        {
            var arn = await MakeSecretAsync(id, MotoSetup.VendorKey, cancellationToken);
            _made[id] = new CreatedResource(arn, arn);
        }
    }

    /// <summary>A secret that was there before the stack, in the other of the two shapes.</summary>
    /// <returns>Its ARN.</returns>
    public Task<string> MakeExistingSecretAsync(CancellationToken cancellationToken) => MakeSecretAsync(
        "existing", new JsonObject { ["ApiKey"] = MotoSetup.VendorKey }.ToJsonString(), cancellationToken);

    /// <returns>The id that the message got.</returns>
    public async Task<string> SendAsync(string id, string body, CancellationToken cancellationToken)
    {
        var answer = await SqsAsync(
            "SendMessage", new() { ["QueueUrl"] = _made[id].Ref, ["MessageBody"] = body }, cancellationToken);
        return (string)answer["MessageId"]!;
    }

    /// <summary>All messages of a queue; they are not received again in a test's time.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReceiveAsync(string id, CancellationToken cancellationToken)
    {
        var received = new List<JsonNode>();
        while (true)
        {
            var answer = await SqsAsync(
                "ReceiveMessage",
                new()
                {
                    ["QueueUrl"] = _made[id].Ref,
                    ["MaxNumberOfMessages"] = 10,
                    ["VisibilityTimeout"] = 43_200,
                    ["WaitTimeSeconds"] = 0,
                    ["AttributeNames"] = new JsonArray("All"),
                },
                cancellationToken);
            if (answer["Messages"]?.AsArray() is not { Count: > 0 } messages)
                return received;
            received.AddRange(messages!);
        }
    }

    private async Task MakeQueueAsync(string id, CancellationToken cancellationToken)
    {
        var queue = await SqsAsync("CreateQueue", new() { ["QueueName"] = id }, cancellationToken);
        var arn = $"arn:aws:sqs:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:{id}";
        _made[id] = new CreatedResource((string)queue["QueueUrl"]!, arn);
    }

    private async Task MakeTopicAsync(string id, CancellationToken cancellationToken)
    {
        var topic = await calls.QueryAsync(
            "sns", DeployedTemplate.AccountId, [("Action", "CreateTopic"), ("Name", id)], cancellationToken);
        var arn = topic["TopicArn"];
        _made[id] = new CreatedResource(arn, arn);
        await calls.QueryAsync(
            "sns",
            DeployedTemplate.AccountId,
            [("Action", "Subscribe"), ("TopicArn", arn), ("Protocol", "sqs"), ("Endpoint", _made[Subscriber].Arn)],
            cancellationToken);
    }

    private async Task MakeTableAsync(string id, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["TableName"] = id };
        foreach (var property in (string[])["AttributeDefinitions", "BillingMode", "KeySchema"])
            body[property] = DeployedTemplate.Plain(id, property);
        var table = await calls.JsonAsync(
            "dynamodb", "DynamoDB_20120810", "CreateTable", DeployedTemplate.AccountId, body, cancellationToken);
        _made[id] = new CreatedResource(id, (string)table["TableDescription"]!["TableArn"]!);
    }

    private async Task<string> MakeSecretAsync(string name, string value, CancellationToken cancellationToken)
    {
        var secret = await calls.JsonAsync(
            "secretsmanager",
            "secretsmanager",
            "CreateSecret",
            DeployedTemplate.AccountId,
            new() { ["Name"] = name, ["SecretString"] = value, ["ClientRequestToken"] = Guid.NewGuid().ToString() },
            cancellationToken);
        return (string)secret["ARN"]!;
    }

    private Task<JsonNode> SqsAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        calls.JsonAsync("sqs", "AmazonSQS", operation, DeployedTemplate.AccountId, body, cancellationToken);
}
