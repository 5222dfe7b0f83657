using System.Text.Json.Serialization;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Notifications;

/// <summary>
/// A failure as a notification describes it. It is also stored with its cause, for the digest of further accounts.
/// </summary>
/// <param name="CauseKey">Equal for all failures with the same cause.</param>
/// <param name="Phrase">The cause in a few words.</param>
/// <param name="Outcome">The outcome of the attempt.</param>
/// <param name="Step">The step that failed.</param>
/// <param name="Cause">What happened in one account, as a sentence.</param>
internal sealed record FailureSummary(string CauseKey, string Phrase, string Outcome, string Step, string Cause)
{
    [JsonIgnore]
    public CauseId CauseId => CauseId.Of(CauseKey);

    /// <summary>The messages cannot be read, so none of them can be run again.</summary>
    [JsonIgnore]
    public bool IsUnreadable => Outcome == FailureNotice.UnreadableOutcome;

    public string? Advice { get; init; }

    public string? Code { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The ID of the message or invocation.</summary>
    public string? Source { get; init; }

    /// <summary>The failures concern accounts, not messages that name none.</summary>
    public bool IsOfAccount { get; init; }

    public bool IsOfMessage { get; init; }

    public bool IsOffboarding { get; init; }

    /// <summary>Something failed that follows the onboarding.</summary>
    public bool IsFollowUp { get; init; }

    /// <summary>A later attempt can still succeed. Null if none will be made.</summary>
    public int? RetriedForMinutes { get; init; }

    /// <summary>All attempts were made, and a later one may have succeeded.</summary>
    public bool IsLastAttempt { get; init; }

    /// <param name="notice">The failure.</param>
    public static FailureSummary Of(FailureNotice notice) =>
        new(notice.CauseKey, FailureCause.Phrase(notice), notice.Outcome, notice.Failure.Step, notice.Failure.Cause)
        {
            Advice = notice.Failure.Advice,
            Code = notice.Failure.Call?.Code ?? $"{notice.Failure.Call?.Status}",
            RequestId = notice.Failure.Call?.RequestId,
            Source = notice.Source,
            IsOfAccount = notice.Account is not null,
            IsOfMessage = notice.IsOfMessage,
            IsOffboarding = notice.IsOffboarding,
            IsFollowUp = notice.IsFollowUp,
            RetriedForMinutes = (int?)notice.RetriedFor?.TotalMinutes,
            IsLastAttempt = !notice.IsRetried && notice is { Kind: FailureKind.Retryable, Account: not null },
        };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FailureSummary))]
internal sealed partial class FailureSummaryJson : JsonSerializerContext;
