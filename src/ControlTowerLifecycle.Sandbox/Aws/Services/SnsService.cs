using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>SNS: Publish to one topic, and its subscriptions.</summary>
internal sealed class SnsService(SandboxTopic topic) : IAwsService
{
    private const int LargestMessage = 262_144;
    private int _published;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "sns",
        Protocol = AwsProtocol.Query,
        Id = "2010-03-31",
        ThrottlingCode = "Throttling",
        ValidationCode = "InvalidParameter",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Write("Publish", call => call.Required("TopicArn"), Publish),
        AwsOperation.Read("ListTopics", AwsOperation.AnyResource, _ => new JsonObject
        {
            ["Topics"] = new JsonArray(new JsonObject { ["TopicArn"] = topic.Arn }),
        }),
        AwsOperation.Read("ListSubscriptionsByTopic", call => call.Required("TopicArn"), ListSubscriptions),
        AwsOperation.Write("Subscribe", call => call.Required("TopicArn"), Subscribe),
    ];

    private JsonObject ListSubscriptions(AwsCall call)
    {
        DemandTopic(call);
        return new JsonObject
        {
            ["Subscriptions"] = new JsonArray(
            [
                .. topic.Subscriptions.Select(subscription => new JsonObject
                {
                    ["TopicArn"] = topic.Arn,
                    ["Protocol"] = subscription.Protocol,
                    ["SubscriptionArn"] = subscription.Arn,
                    ["Owner"] = AwsNames.AccountOf(topic.Arn),
                    ["Endpoint"] = subscription.Endpoint,
                }),
            ]),
        };
    }

    /// <summary>An address must confirm, so the response has no ARN.</summary>
    private JsonObject Subscribe(AwsCall call)
    {
        DemandTopic(call);
        if (call.Required("Protocol") is not "email")
            throw call.Invalid("Invalid parameter: the sandbox supports Protocol email only.");
        topic.Subscribe(new TopicSubscription("email", call.Required("Endpoint"), IsConfirmed: false, topic.Arn));
        return new JsonObject { ["SubscriptionArn"] = "pending confirmation" };
    }

    private void DemandTopic(AwsCall call)
    {
        if (!string.Equals(call.Text("TopicArn"), topic.Arn, StringComparison.Ordinal))
            throw new AwsErrorException("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
    }

    private JsonObject Publish(AwsCall call)
    {
        var message = call.Required("Message");
        var subject = call.Text("Subject");
        if (Encoding.UTF8.GetByteCount(message) > LargestMessage)
            throw call.Invalid("Invalid parameter: Message too long");
        if (subject?.Length > 100 || subject?.All(char.IsAscii) == false || subject?.Any(char.IsControl) == true)
            throw call.Invalid("Invalid parameter: Subject");
        DemandTopic(call);
        var id = $"00000000-0000-4000-9000-{Interlocked.Increment(ref _published):x12}";
        topic.Add(new TopicMessage(id, subject, message, call.Now));
        return new JsonObject { ["MessageId"] = id };
    }
}
