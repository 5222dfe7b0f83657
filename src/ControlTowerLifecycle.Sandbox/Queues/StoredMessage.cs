using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Queues;

/// <summary>One message in a queue. The queue's lock guards it.</summary>
internal sealed class StoredMessage(
    string id,
    string body,
    IReadOnlyDictionary<string, string> messageAttributes,
    DateTimeOffset sent)
{
    private const string SenderId = "AIDAIENQZJOLO23YVJ4VO";

    public string? ReceiptHandle { get; private set; }

    public required DateTimeOffset VisibleAt { get; set; }

    public int ReceiveCount { get; private set; }

    /// <summary>True after the first receive.</summary>
    public bool WasReceived => ReceiptHandle is not null;

    public string? DeadLetterSourceArn { get; init; }

    private DateTimeOffset? FirstReceived { get; set; }

    public QueueMessage Receive(DateTimeOffset now, TimeSpan visibilityTimeout)
    {
        ReceiptHandle = "AQEB" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(36));
        VisibleAt = now + visibilityTimeout;
        FirstReceived ??= now;
        ReceiveCount++;
        return new QueueMessage(id, ReceiptHandle, body, Md5(body), Attributes(FirstReceived.Value), messageAttributes);
    }

    /// <summary>A second copy of the message, as SQS stores it on several servers, with its own receipt
    /// handles.</summary>
    public StoredMessage Copy(DateTimeOffset visibleAt) =>
        new(id, body, messageAttributes, sent)
        {
            VisibleAt = visibleAt,
            ReceiveCount = ReceiveCount,
            FirstReceived = FirstReceived,
            DeadLetterSourceArn = DeadLetterSourceArn,
        };

    /// <summary>The receive count is kept: SQS counts receives across queues.</summary>
    public StoredMessage AsDeadLetterOf(string sourceArn, DateTimeOffset now) =>
        new(id, body, messageAttributes, sent)
        {
            VisibleAt = now,
            ReceiveCount = ReceiveCount,
            FirstReceived = FirstReceived,
            DeadLetterSourceArn = sourceArn,
        };

    private Dictionary<string, string> Attributes(DateTimeOffset firstReceived)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ApproximateReceiveCount"] = ReceiveCount.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = Milliseconds(sent),
            ["SenderId"] = SenderId,
            ["ApproximateFirstReceiveTimestamp"] = Milliseconds(firstReceived),
        };
        if (DeadLetterSourceArn is not null)
            attributes["DeadLetterQueueSourceArn"] = DeadLetterSourceArn;
        return attributes;
    }

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

#pragma warning disable CA5351 // SQS requires MD5, as a checksum and not as a signature.
    public static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
