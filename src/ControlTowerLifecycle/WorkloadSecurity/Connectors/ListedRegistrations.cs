using System.Globalization;
using System.Runtime.InteropServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// What a walk needs to know about all connectors of a tenant. A tenant can have 10,000 connectors, so for each account
/// only the ID of its first connector and a few flags are kept.
/// </summary>
internal sealed class ListedRegistrations(
    string protection, ConnectorRole role, bool workspacesEnabled, bool takesOverForeign) : IRegistrations
{
    /// <summary>10,000 connectors are 20 calls; a page takes about 200 KB.</summary>
    private const int PageSize = 500;

    private readonly Dictionary<AccountId, Listed> _accounts = [];

    /// <summary>Of the external ID that the walk has read.</summary>
    public string? ExternalIdHash { get; init; }

    public int Unclaimed => _accounts.Values.Count(listed => listed is { IsUnderOurName: true, IsClaimed: false });

    /// <summary>
    /// Reads pages until one is empty: the vendor may return fewer connectors a page than requested.
    /// </summary>
    public async Task LoadAsync(WorkloadSecurityClient client, CancellationToken cancellationToken)
    {
        IReadOnlyList<ListedConnector> page;
        var after = 0;
        do
        {
            page = await client.ListAsync(after, PageSize, cancellationToken);
            foreach (var connector in page)
                Add(connector);

            after = page is [.., var last] ? last.Connector.Id : after;
        }
        while (page.Count > 0);
    }

    public Registration Find(ManagedAccount account)
    {
        if (!_accounts.TryGetValue(account.Id, out var listed))
            return new Registration.Missing(protection);

        if (!listed.IsRight)
        {
            return listed.IsOurs || takesOverForeign
                ? new Registration.Drifted()
                : new Registration.ConnectedOtherwise();
        }

        if (listed.IsOneOfSeveral)
            return new Registration.Several();

        return listed.IsUnderOurName && listed.NameHash != Hash(ConnectorName.Of(account))
            ? new Registration.Drifted()
            : new Registration.Right(new KnownRegistration(
                protection, listed.Id.ToString(CultureInfo.InvariantCulture), role.ArnIn(account.Id))
            {
                ExternalIdHash = ExternalIdHash,
            });
    }

    public bool IsUnderOurName(AccountId account) =>
        _accounts.TryGetValue(account, out var listed) && listed.IsUnderOurName;

    public void Claim(AccountId account)
    {
        if (_accounts.TryGetValue(account, out var listed))
            _accounts[account] = listed with { IsClaimed = true };
    }

    private void Add(ListedConnector found)
    {
        // Connectors to other clouds have no AWS account ID. A walk never reads them.
        if (!AccountId.TryParse(found.AccountId, out var account))
            return;

        var connector = found.Connector;
        var isRight = connector.CrossAccountRoleArn == role.ArnIn(account)
            && (connector.WorkspacesEnabled || !workspacesEnabled);
        var isOurs = ConnectorOwnership.IsOurs(connector, role, account);
        var isUnderOurName = isOurs && ConnectorName.IsOurs(connector.DisplayName, account);
        _accounts[account] = _accounts.TryGetValue(account, out var first)
            ? first with
            {
                IsRight = first.IsRight || isRight,
                IsOurs = first.IsOurs || isOurs,
                IsUnderOurName = first.IsUnderOurName || isUnderOurName,
                IsOneOfSeveral = true,
            }
            : new Listed(connector.Id, Hash(connector.DisplayName), isRight, isUnderOurName)
            {
                IsOurs = isOurs,
            };
    }

    /// <summary>A name is kept as a number: 10,000 names would be a megabyte.</summary>
    private static int Hash(string? name) => string.GetHashCode(name, StringComparison.Ordinal);

    /// <param name="Id">Of the account's first connector.</param>
    /// <param name="NameHash">Of its name.</param>
    /// <param name="IsRight">Whether a connector uses our role and has every wanted feature.</param>
    /// <param name="IsUnderOurName">Whether a connector of ours has the name that ours have.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Listed(int Id, int NameHash, bool IsRight, bool IsUnderOurName)
    {
        /// <summary>Whether this program may change one of the connectors.</summary>
        public bool IsOurs { get; init; }

        public bool IsOneOfSeveral { get; init; }

        public bool IsClaimed { get; init; }
    }
}
