using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>The item of a cause: its record as attributes.</summary>
internal static class CauseItem
{
    public const string Version = "version";

    private const string Failure = "failure";
    private const string Sent = "sent";
    private const string DigestAt = "digestAt";
    private const string TimerAt = "timerAt";
    private const string Claimant = "claimedBy";

    public static Dictionary<string, AttributeValue> Write(CauseRecord record, string version)
    {
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            [Version] = new(version),
            [Failure] = new(JsonSerializer.Serialize(record.Failure, FailureSummaryJson.Default.FailureSummary)),
            // A list of numbers in one text: at most three.
            [Sent] = new(string.Join(' ', record.Sent.Select(Milliseconds))),
        };
        if (record.DigestAt is { } digestAt)
            item.Add(DigestAt, new AttributeValue { N = Milliseconds(digestAt) });
        if (record.TimerAt is { } timerAt)
            item.Add(TimerAt, new AttributeValue { N = Milliseconds(timerAt) });
        if (record.Claimant is { } claimant)
            item.Add(Claimant, new AttributeValue(claimant));
        return item;
    }

    /// <returns>Null if this class did not write the item.</returns>
    public static CauseRecord? Read(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return item.GetValueOrDefault(Version)?.S is { } version && item.GetValueOrDefault(Failure)?.S is { } failure
                && JsonSerializer.Deserialize(failure, FailureSummaryJson.Default.FailureSummary) is { } summary
                ? new CauseRecord(summary)
                {
                    Version = version,
                    Sent = [.. (item.GetValueOrDefault(Sent)?.S ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Time)],
                    DigestAt = item.GetValueOrDefault(DigestAt)?.N is { } digestAt ? Time(digestAt) : null,
                    TimerAt = item.GetValueOrDefault(TimerAt)?.N is { } timerAt ? Time(timerAt) : null,
                    Claimant = item.GetValueOrDefault(Claimant)?.S,
                }
                : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}
