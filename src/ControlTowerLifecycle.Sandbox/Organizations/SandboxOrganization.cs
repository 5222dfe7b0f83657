using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// The organization: a tree of organizational units with accounts in it. One lock guards the tree; what it hands out
/// are values, so that a caller never sees half a change.
/// </summary>
internal sealed class SandboxOrganization(
    string id, string rootId, string managementAccountId, string region, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SandboxAccount> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, OrganizationalUnit> _units =
        new(StringComparer.Ordinal) { [rootId] = new(rootId, "Root", null) };
    private readonly Dictionary<string, List<string>> _accountsUnder = new(StringComparer.Ordinal) { [rootId] = [] };
    private readonly Dictionary<string, List<string>> _unitsUnder = new(StringComparer.Ordinal) { [rootId] = [] };

    public string Id => id;

    public string RootId => rootId;

    public string ManagementAccountId => managementAccountId;

    /// <summary>The home Region of Control Tower.</summary>
    public string Region => region;

    /// <summary>How long a role that is made from now on cannot be assumed.</summary>
    public TimeSpan RolePropagationDelay { get; set; }

    /// <summary>Which of the contested fields answers carry.</summary>
    public AccountFields Fields { get; set; } = AccountFields.State | AccountFields.Paths;

    public TimeProvider Time => time;

    public int Count
    {
        get { lock (_gate) return _accounts.Count; }
    }

    /// <summary>Every account that is in the organization, in the order of joining.</summary>
    public IReadOnlyList<SandboxAccount> Members => [.. Accounts.Where(account => !account.IsOffboarding)];

    /// <summary>Every account, also one that left, in the order of joining.</summary>
    public IReadOnlyList<SandboxAccount> Accounts
    {
        get { lock (_gate) return [.. _order.Select(account => _accounts[account])]; }
    }

    /// <summary>The account, or null where none of that id is in the organization.</summary>
    public SandboxAccount? FindMember(string accountId) => Find(accountId) is { IsOffboarding: false } member ? member : null;

    /// <summary>The account, also one that left, or null where there is none of that id.</summary>
    public SandboxAccount? Find(string accountId)
    {
        lock (_gate)
            return _accounts.GetValueOrDefault(accountId);
    }

    /// <summary>The account, which must exist.</summary>
    public SandboxAccount Account(string accountId) =>
        Find(accountId)
            ?? throw new ArgumentException($"The organization has no account {accountId}.", nameof(accountId));

    public OrganizationalUnit? FindUnit(string unitId)
    {
        lock (_gate)
            return _units.GetValueOrDefault(unitId);
    }

    /// <summary>Puts an organizational unit under another, or under the root.</summary>
    public OrganizationalUnit AddUnit(string name, string parentId)
    {
        lock (_gate)
        {
            var unit = new OrganizationalUnit(AwsNames.OrganizationalUnitId(rootId, _units.Count), name, parentId);
            _units.Add(unit.Id, unit);
            _accountsUnder.Add(unit.Id, []);
            _unitsUnder.Add(unit.Id, []);
            _unitsUnder[parentId].Add(unit.Id);
            return unit;
        }
    }

    public void Add(SandboxAccount account)
    {
        lock (_gate)
        {
            _accounts.Add(account.Id, account);
            _accountsUnder[account.ParentId].Add(account.Id);
            _order.Add(account.Id);
        }
    }

    /// <summary>
    /// Puts a changed account in the place of the present one; the only way in which an account changes.
    /// </summary>
    public SandboxAccount Change(string accountId, Func<SandboxAccount, SandboxAccount> change)
    {
        lock (_gate)
        {
            var before = _accounts[accountId];
            var after = change(before);
            if (!string.Equals(before.ParentId, after.ParentId, StringComparison.Ordinal))
            {
                _accountsUnder[after.ParentId].Add(accountId);
                _accountsUnder[before.ParentId].Remove(accountId);
            }

            return _accounts[accountId] = after;
        }
    }

    public void Move(string accountId, string unitId) =>
        Change(accountId, account => account with { ParentId = unitId });

    public void SetState(string accountId, SandboxAccountState state) =>
        Change(accountId, account => account with { State = state });

    /// <summary>The account leaves the organization; Control Tower no longer governs it.</summary>
    public void Leave(string accountId)
    {
        lock (_gate)
        {
            var account = Change(accountId, member => member with { IsOffboarding = true, Governed = false });
            _accountsUnder[account.ParentId].Remove(accountId);
        }
    }

    /// <summary>
    /// Does what Control Tower does when it vends: the account appears in the unit, with its execution role.
    /// </summary>
    public SandboxAccount Vend(string accountId, string name, string unitId)
    {
        var account = ControlTowerAccount.Governed(this, accountId, name, unitId, time.GetUtcNow());
        Add(account);
        return account;
    }

    /// <summary>The accounts directly under a unit or the root, in the order of arrival.</summary>
    public IReadOnlyList<SandboxAccount> AccountsUnder(string parentId)
    {
        lock (_gate)
            return [.. _accountsUnder[parentId].Select(account => _accounts[account])];
    }

    /// <summary>The units directly under a unit or the root.</summary>
    public IReadOnlyList<OrganizationalUnit> UnitsUnder(string parentId)
    {
        lock (_gate)
            return [.. _unitsUnder[parentId].Select(unit => _units[unit])];
    }

    /// <summary><c>o-…/r-…/ou-…/&lt;account&gt;/</c>, as <c>Account.Paths</c> has it.</summary>
    public string PathOf(SandboxAccount account)
    {
        var path = $"{account.Id}/";
        lock (_gate)
        {
            for (var unit = _units[account.ParentId]; ; unit = _units[unit.ParentId])
            {
                path = $"{unit.Id}/{path}";
                if (unit.ParentId is null)
                    return $"{id}/{path}";
            }
        }
    }

    /// <summary>The whole organization as lines of text, for a comparison of two moments.</summary>
    public IEnumerable<string> Describe() => Accounts.SelectMany(account => account.Describe());
}
