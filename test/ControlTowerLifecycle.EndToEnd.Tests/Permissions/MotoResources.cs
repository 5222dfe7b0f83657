using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The queues, topics, tables and secrets of the template, created in moto with their logical ids as names.
/// </summary>
internal sealed class MotoResources(UnsignedCalls calls)
{
    /// <summary>An additional queue, which is subscribed to every topic.</summary>
    public const string Subscriber = "Subscriber";

    private readonly Dictionary<string, CreatedResource> _created = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, CreatedResource> Created => _created;

    public async Task CreateAsync(DeployedTemplate template, CancellationToken cancellationToken)
    {
        foreach (var id in DeployedTemplate.FindIds("AWS::SQS::Queue").Append(Subscriber))
            await CreateQueueAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.FindIds("AWS::SNS::Topic"))
            await CreateTopicAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.FindIds("AWS::DynamoDB::Table"))
            await CreateTableAsync(id, cancellationToken);
        foreach (var id in DeployedTemplate.FindIds("AWS::SecretsManager::Secret").Where(template.Includes))
        {
            var arn = await CreateSecretAsync(id, MotoSetup.VendorKey, cancellationToken);
            _created[id] = new CreatedResource(arn, arn);
        }
    }

    /// <summary>
    /// Creates a secret that exists before the stack. It holds JSON; the secret of the stack holds only the key.
    /// </summary>
    /// <returns>The ARN of the secret.</returns>
    public Task<string> CreateExistingSecretAsync(string name, string key, CancellationToken cancellationToken) =>
        CreateSecretAsync(name, new JsonObject { ["ApiKey"] = key }.ToJsonString(), cancellationToken);

    /// <returns>The message id.</returns>
    public async Task<string> SendAsync(string id, string body, CancellationToken cancellationToken)
    {
        var response = await SqsAsync(
            "SendMessage", new() { ["QueueUrl"] = _created[id].Ref, ["MessageBody"] = body }, cancellationToken);
        return (string)response["MessageId"]!;
    }

    /// <summary>Receives all messages of a queue and hides them for longer than a test takes.</summary>
    public async Task<IReadOnlyList<JsonNode>> ReceiveAsync(string id, CancellationToken cancellationToken)
    {
        var received = new List<JsonNode>();
        while (true)
        {
            var response = await SqsAsync(
                "ReceiveMessage",
                new()
                {
                    ["QueueUrl"] = _created[id].Ref,
                    ["MaxNumberOfMessages"] = 10,
                    ["VisibilityTimeout"] = 43_200,
                    ["WaitTimeSeconds"] = 0,
                    ["AttributeNames"] = new JsonArray("All"),
                },
                cancellationToken);
            if (response["Messages"]?.AsArray() is not { Count: > 0 } messages)
                return received;
            received.AddRange(messages!);
        }
    }

    private async Task CreateQueueAsync(string id, CancellationToken cancellationToken)
    {
        var queue = await SqsAsync("CreateQueue", new() { ["QueueName"] = id }, cancellationToken);
        var arn = $"arn:aws:sqs:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:{id}";
        _created[id] = new CreatedResource((string)queue["QueueUrl"]!, arn);
    }

    private async Task CreateTopicAsync(string id, CancellationToken cancellationToken)
    {
        var topic = await calls.QueryAsync(
            "sns", DeployedTemplate.AccountId, [("Action", "CreateTopic"), ("Name", id)], cancellationToken);
        var arn = topic["TopicArn"];
        _created[id] = new CreatedResource(arn, arn);
        await calls.QueryAsync(
            "sns",
            DeployedTemplate.AccountId,
            [("Action", "Subscribe"), ("TopicArn", arn), ("Protocol", "sqs"), ("Endpoint", _created[Subscriber].Arn)],
            cancellationToken);
    }

    private async Task CreateTableAsync(string id, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["TableName"] = id };
        foreach (var property in (string[])["AttributeDefinitions", "BillingMode", "KeySchema"])
            body[property] = DeployedTemplate.ReadProperty(id, property);
        var table = await calls.JsonAsync(
            "dynamodb", "DynamoDB_20120810", "CreateTable", DeployedTemplate.AccountId, body, cancellationToken);
        _created[id] = new CreatedResource(id, (string)table["TableDescription"]!["TableArn"]!);
    }

    private async Task<string> CreateSecretAsync(string name, string value, CancellationToken cancellationToken)
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
