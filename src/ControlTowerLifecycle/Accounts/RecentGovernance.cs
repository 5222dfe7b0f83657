namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// Asks Control Tower once a minute for all who want to know: a unit that left brings hundreds of accounts at once, and
/// each would read a hundred pages. An account that is said to be governed for a minute after it left stays until the
/// next reconciliation.
/// </summary>
internal sealed class RecentGovernance(IGovernance governance, TimeProvider time) : IGovernance
{
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    private readonly SharedValue<Told> _told = new(async token =>
        new Told(await governance.ReadAsync(token), time.GetUtcNow()));

    public async Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        var told = await _told.GetAsync(cancellationToken);
        if (time.GetUtcNow() - told.At >= Lasting)
            told = await _told.RefreshAsync(told, cancellationToken);

        return told.Governance;
    }

    private sealed record Told(Governance Governance, DateTimeOffset At);
}
