using System.Text;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>
/// The dead letters in SQS: the body unchanged, and beside it, as message attributes, what a person asks first:
/// <c>accountId</c> (several with commas between them), <c>outcome</c>, <c>step</c>, <c>cause</c>, <c>whatToDo</c>.
/// </summary>
internal sealed class DeadLetterQueue(SqsClient sqs, string queueUrl) : IDeadLetters
{
    /// <summary>In characters. A sentence; the log has the rest.</summary>
    private const int LongestText = 1000;

    public async Task<bool> KeepAsync(string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        var attributes = Attributes(failures);

        // Body and attributes together have to fit. The body is what must not be lost; the log has the rest.
        var fits = Encoding.UTF8.GetByteCount(body) + attributes.Sum(Size) <= SqsClient.LargestMessage;
        await sqs.SendWithAttributesAsync(queueUrl, body, fits ? attributes : [], cancellationToken);
        return true;
    }

    private static Dictionary<string, string> Attributes(IReadOnlyList<FailureNotice> failures)
    {
        var (first, accounts) = (failures[0], failures.Select(failure => failure.Account?.Value).OfType<string>());
        (string Name, string? Value)[] all =
        [
            ("accountId", string.Join(',', accounts)),
            ("outcome", first.Outcome),
            ("step", first.Failure.Step),
            ("cause", first.Failure.Cause),
            ("whatToDo", first.Failure.Advice),
        ];

        // An attribute without a value is refused.
        return all.Where(one => !string.IsNullOrWhiteSpace(one.Value))
            .ToDictionary(one => one.Name, one => Clean(one.Value!), StringComparer.Ordinal);
    }

    private static int Size(KeyValuePair<string, string> attribute) =>
        attribute.Key.Length + "String".Length + Encoding.UTF8.GetByteCount(attribute.Value);

    /// <summary>Only what XML can hold is taken, and a cut must not leave half a character.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes()
        .Take(LongestText)
        .Select(rune => Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? " " : rune.ToString()));
}
