using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>An outcome as the lifecycle function logs it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccountName">Its name, where the function knew it.</param>
/// <param name="Outcome">onboarded, unchanged, skipped, left, retry or rejected.</param>
/// <param name="Steps">What was done.</param>
/// <param name="Why">The reason or the cause, where there is one.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record LoggedOutcome(
    string AccountId, string? AccountName, string Outcome, IReadOnlyList<string> Steps, string? Why, long Milliseconds)
{
    /// <summary>The outcome in a log line, or null where the line tells something else.</summary>
    public static LoggedOutcome? TryRead(string line)
    {
        if (!line.Contains("\"message\":\"outcome\"", StringComparison.Ordinal))
            return null;

        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return new LoggedOutcome(
            root.GetProperty("accountId").GetString()!,
            root.GetProperty("accountName").GetString(),
            root.GetProperty("outcome").GetString()!,
            [.. root.GetProperty("steps").EnumerateArray().Select(verb => verb.GetString()!)],
            WhyIn(root),
            root.GetProperty("durationMs").GetInt64());
    }

    private static string? WhyIn(JsonElement root) =>
        root.TryGetProperty("why", out var reason) ? reason.GetString()
        : root.TryGetProperty("failure", out var failure) ? failure.GetProperty("cause").GetString()
        : null;
}
