using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>SNS: Publish to one topic.</summary>
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
        [AwsOperation.Write("Publish", call => call.Required("TopicArn"), Publish)];

    private JsonObject Publish(AwsCall call)
    {
        var message = call.Required("Message");
        var subject = call.Text("Subject");
        if (Encoding.UTF8.GetByteCount(message) > LargestMessage)
            throw call.Invalid("Invalid parameter: Message too long");
        if (subject?.Length > 100 || subject?.All(char.IsAscii) == false || subject?.Any(char.IsControl) == true)
            throw call.Invalid("Invalid parameter: Subject");
        if (!string.Equals(call.Text("TopicArn"), topic.Arn, StringComparison.Ordinal))
            throw new AwsErrorException("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
        var id = $"00000000-0000-4000-9000-{Interlocked.Increment(ref _published):x12}";
        topic.Add(new TopicMessage(id, subject, message, call.Now));
        return new JsonObject { ["MessageId"] = id };
    }
}
