using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>
/// The dead letters in SQS: the unchanged body, and as message attributes what the operator needs first:
/// <c>accountId</c> (several are separated by commas), <c>outcome</c>, <c>step</c>, <c>cause</c>, <c>whatToDo</c>, and
/// <c>causeId</c>: the short <see cref="CauseId"/> that the notification names, that of the first failure first.
/// </summary>
internal sealed class DeadLetterQueue(AwsConnection connection, string queueUrl) : IDeadLetters
{
    /// <summary>1 MiB: the most bytes of a message, including the names, types and values of its attributes.</summary>
    public const int MaximumMessageBytes = 1024 * 1024;

    /// <summary>In characters. The log has the whole text.</summary>
    private const int MaximumAttributeLength = 1000;

    private const string SendMessage = "SendMessage";
    private const string StringType = "String";

    private readonly AmazonSQSClient _sqs = SdkClients.CreateSqs(connection);

    public async Task<bool> KeepAsync(string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        var request = new SendMessageRequest(queueUrl, body);
        var attributes = Attributes(failures);

        // The body must not be lost. If both do not fit, the attributes are left out: the log has them.
        if (Encoding.UTF8.GetByteCount(body) + attributes.Sum(Size) <= MaximumMessageBytes)
            request.MessageAttributes = attributes.ToDictionary(pair => pair.Key, Value, StringComparer.Ordinal);

        await AwsInvocation.InvokeAsync(
            AwsService.Sqs,
            SendMessage,
            queueUrl,
            async () => Accepted(await _sqs.SendMessageAsync(request, cancellationToken)),
            cancellationToken);
        return true;
    }

    public static SendMessageResponse Accepted(SendMessageResponse response) =>
        string.IsNullOrEmpty(response.MessageId)
            ? throw new FormatException("The response has no message id, so the message may be lost.")
            : response;

    private static MessageAttributeValue Value(KeyValuePair<string, string> attribute) =>
        new() { DataType = StringType, StringValue = attribute.Value };

    private static Dictionary<string, string> Attributes(IReadOnlyList<FailureNotice> failures)
    {
        var (first, accounts) = (failures[0], failures.Select(failure => failure.Account?.Value).OfType<string>());
        var causes = failures.Select(failure => CauseId.Of(failure.CauseKey).Short).Distinct(StringComparer.Ordinal);
        (string Name, string? Value)[] attributes =
        [
            ("accountId", string.Join(',', accounts)),
            ("outcome", first.Outcome),
            ("step", first.Failure.Step),
            ("cause", first.Failure.Cause),
            ("whatToDo", first.Failure.Advice),
            ("causeId", string.Join(',', causes)),
        ];

        // SQS refuses an attribute with an empty value.
        return attributes.Where(attribute => !string.IsNullOrWhiteSpace(attribute.Value))
            .ToDictionary(attribute => attribute.Name, attribute => OutsideText.Clean(attribute.Value!, MaximumAttributeLength), StringComparer.Ordinal);
    }

    private static int Size(KeyValuePair<string, string> attribute) =>
        attribute.Key.Length + StringType.Length + Encoding.UTF8.GetByteCount(attribute.Value);
}
