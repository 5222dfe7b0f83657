namespace ControlTowerLifecycle.Sandbox;

/// <summary>
/// The state at one time, with one fact in each line: accounts, roles with tags, connectors, secret versions.
/// Each line begins with its subject, for example <c>account 111122223333: …</c>.
/// </summary>
internal sealed class SandboxSnapshot(IEnumerable<string> facts)
{
    /// <summary>In alphabetical order.</summary>
    public IReadOnlyList<string> Facts { get; } = [.. facts.Order(StringComparer.Ordinal)];

    /// <summary>
    /// The facts that were added (<c>+</c>) and removed (<c>-</c>) since, except in the given accounts.
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
            var counts = others.CountBy(fact => fact, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return from
                .CountBy(fact => fact, StringComparer.Ordinal)
                .Where(fact => fact.Value > counts.GetValueOrDefault(fact.Key))
                .Select(fact => fact.Key)
                .Where(fact => !ignored.Any(prefix => fact.StartsWith(prefix, StringComparison.Ordinal)));
        }
    }

    /// <summary>The facts of one account.</summary>
    public IEnumerable<string> Of(string accountId) =>
        Facts.Where(fact => fact.StartsWith($"account {accountId}:", StringComparison.Ordinal));
}
