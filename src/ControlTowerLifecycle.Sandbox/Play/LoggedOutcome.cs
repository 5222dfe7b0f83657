using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>An outcome in the log of the lifecycle function.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="AccountName">The name of the account; null if the function did not know it.</param>
/// <param name="Outcome">onboarded, unchanged, skipped, left, retry or rejected.</param>
/// <param name="Steps">The applied steps.</param>
/// <param name="Why">The reason or the cause; null if there is none.</param>
/// <param name="Milliseconds">The duration.</param>
internal sealed record LoggedOutcome(
    string AccountId, string? AccountName, string Outcome, IReadOnlyList<string> Steps, string? Why, long Milliseconds)
{
    /// <returns>Null if the log line is not an outcome.</returns>
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
            ReadWhy(root),
            root.GetProperty("durationMs").GetInt64());
    }

    private static string? ReadWhy(JsonElement root) =>
        root.TryGetProperty("why", out var reason) ? reason.GetString()
        : root.TryGetProperty("failure", out var failure) ? failure.GetProperty("cause").GetString()
        : null;
}
