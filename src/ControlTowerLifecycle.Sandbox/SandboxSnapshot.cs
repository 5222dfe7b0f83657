namespace ControlTowerLifecycle.Sandbox;

/// <summary>
/// Everything there is at one moment, one fact a line: accounts, roles to the last tag, connectors, secrets by version.
/// Each line begins with what it is about, <c>account 111122223333: …</c>.
/// </summary>
internal sealed class SandboxSnapshot(IEnumerable<string> facts)
{
    /// <summary>The facts in alphabetical order.</summary>
    public IReadOnlyList<string> Facts { get; } = [.. facts.Order(StringComparer.Ordinal)];

    /// <summary>
    /// What has come (<c>+</c>) and what has gone (<c>-</c>) since, save in the accounts that were to be touched.
    /// </summary>
    public IReadOnlyList<string> ChangesSince(SandboxSnapshot earlier, params IEnumerable<string> exceptAccounts)
    {
        var ignored = exceptAccounts.Select(account => $"account {account}:").ToArray();
        return
        [
            .. Missing(earlier.Facts, Facts).Select(fact => $"- {fact}"),
            .. Missing(Facts, earlier.Facts).Select(fact => $"+ {fact}"),
        ];

        IEnumerable<string> Missing(IReadOnlyList<string> from, IReadOnlyList<string> others)
        {
            var there = others.CountBy(fact => fact, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return from
                .CountBy(fact => fact, StringComparer.Ordinal)
                .Where(fact => fact.Value > there.GetValueOrDefault(fact.Key))
                .Select(fact => fact.Key)
                .Where(fact => !ignored.Any(start => fact.StartsWith(start, StringComparison.Ordinal)));
        }
    }

    /// <summary>The facts about one account.</summary>
    public IEnumerable<string> Of(string accountId) =>
        Facts.Where(fact => fact.StartsWith($"account {accountId}:", StringComparison.Ordinal));
}
