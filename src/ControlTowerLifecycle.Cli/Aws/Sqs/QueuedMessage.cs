using System.Globalization;
using Amazon.SQS.Model;

namespace ControlTowerLifecycle.Cli.Aws.Sqs;

/// <summary>A message that was read and stays in its queue.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Receipt">The receipt handle, which deletes, holds or releases it.</param>
/// <param name="Body">The body.</param>
/// <param name="SentAt">When it was sent to this queue; null if SQS did not say.</param>
/// <param name="Attributes">The message attributes of type String.</param>
internal sealed record QueuedMessage(
    string Id, string Receipt, string Body, DateTimeOffset? SentAt, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The accounts that the attributes of a dead letter name.</summary>
    public IReadOnlyList<string> AccountIds =>
    [
        .. Attributes.GetValueOrDefault("accountId", "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(account => account.Length == 12 && account.All(char.IsAsciiDigit)),
    ];

    /// <exception cref="FormatException">It is null, or has no ID or no receipt handle.</exception>
    public static QueuedMessage Read(Message? message) => new(
        message?.MessageId ?? throw new FormatException("The response has a message without an ID."),
        message.ReceiptHandle ?? throw new FormatException("The response has a message without a receipt handle."),
        message.Body ?? "",
        message.Attributes?.GetValueOrDefault("SentTimestamp") is { } sent
            && long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : null,
        (message.MessageAttributes ?? []).ToDictionary(
            attribute => attribute.Key, attribute => attribute.Value?.StringValue ?? "", StringComparer.Ordinal));
}
