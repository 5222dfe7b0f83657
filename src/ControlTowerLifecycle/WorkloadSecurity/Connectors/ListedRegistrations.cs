using System.Globalization;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// All connectors of a tenant, as far as a walk needs them. A tenant may have ten thousand, so that no more is kept of
/// each account than a number and a few bits: about 32 bytes.
/// </summary>
internal sealed class ListedRegistrations(string protection, ConnectorRole role, bool workspacesEnabled) : IRegistrations
{
    /// <summary>10,000 connectors are 20 calls; a page takes about 200 KB.</summary>
    private const int PageSize = 500;

    private readonly Dictionary<long, Kept> _accounts = [];

    public int Unclaimed => _accounts.Values.Count(kept => kept.Has(Traits.OurName) && !kept.Has(Traits.Claimed));

    /// <summary>
    /// Lists them all, a page at a time, until a page is empty: how many a page has at most is the vendor's to say.
    /// </summary>
    public static async Task<ListedRegistrations> ReadAsync(
        WorkloadSecurityClient client, string protection, ConnectorRole role, bool workspacesEnabled,
        CancellationToken cancellationToken)
    {
        var registrations = new ListedRegistrations(protection, role, workspacesEnabled);
        IReadOnlyList<ListedConnector> page;
        var after = 0;
        do
        {
            page = await client.ListAsync(after, PageSize, cancellationToken);
            foreach (var listed in page)
                registrations.Add(listed);

            after = page is [.., var last] ? last.Connector.Id : after;
        }
        while (page.Count > 0);
        return registrations;
    }

    public Registration Find(AccountId account)
    {
        if (!_accounts.TryGetValue(account.Number, out var kept))
            return new Registration.Missing();

        if (!kept.Has(Traits.Right))
            return new Registration.Drifted();

        return kept.Has(Traits.Several)
            ? new Registration.Several()
            : new Registration.Right(new KnownRegistration(
                protection, kept.Id.ToString(CultureInfo.InvariantCulture), role.ArnIn(account)));
    }

    public bool IsUnderOurName(AccountId account) =>
        _accounts.TryGetValue(account.Number, out var kept) && kept.Has(Traits.OurName);

    public void Claim(AccountId account)
    {
        if (_accounts.TryGetValue(account.Number, out var kept))
            _accounts[account.Number] = kept with { Traits = kept.Traits | Traits.Claimed };
    }

    private void Add(ListedConnector listed)
    {
        // Whatever else a tenant watches has no AWS account's id, and a walk never comes past it.
        if (!AccountId.TryParse(listed.AccountId, out var account))
            return;

        var connector = listed.Connector;
        var traits = connector.CrossAccountRoleArn == role.ArnIn(account)
            && (connector.WorkspacesEnabled || !workspacesEnabled)
                ? Traits.Right
                : Traits.None;
        if (ConnectorName.IsOurs(connector.DisplayName, account))
            traits |= Traits.OurName;

        _accounts[account.Number] = _accounts.TryGetValue(account.Number, out var before)
            ? before with { Traits = before.Traits | traits | Traits.Several }
            : new Kept(connector.Id, traits);
    }

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        Right = 1,
        OurName = 2,
        Several = 4,
        Claimed = 8,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Kept(int Id, Traits Traits)
    {
        public bool Has(Traits trait) => (Traits & trait) != Traits.None;
    }
}
