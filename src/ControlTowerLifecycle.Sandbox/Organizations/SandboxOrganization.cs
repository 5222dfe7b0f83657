using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// The organization: a tree of organizational units with accounts. One lock guards the tree. Callers receive immutable
/// values, so they never see a partial change.
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

    /// <summary>The time during which a new role cannot be assumed.</summary>
    public TimeSpan RolePropagationDelay { get; set; }

    /// <summary>The optional account fields in responses.</summary>
    public AccountFields Fields { get; set; } = AccountFields.State | AccountFields.Paths;

    public TimeProvider Time => time;

    public int Count
    {
        get { lock (_gate) return _accounts.Count; }
    }

    /// <summary>The accounts in the organization, in the order of joining.</summary>
    public IReadOnlyList<SandboxAccount> Members => [.. Accounts.Where(account => !account.HasLeft)];

    /// <summary>All accounts, including accounts that left, in the order of joining.</summary>
    public IReadOnlyList<SandboxAccount> Accounts
    {
        get { lock (_gate) return [.. _order.Select(account => _accounts[account])]; }
    }

    /// <summary>The account, or null if it is not in the organization.</summary>
    public SandboxAccount? FindMember(string accountId) => Find(accountId) is { HasLeft: false } member ? member : null;

    /// <summary>The account, even if it left; null if the id is unknown.</summary>
    public SandboxAccount? Find(string accountId)
    {
        lock (_gate)
            return _accounts.GetValueOrDefault(accountId);
    }

    /// <exception cref="ArgumentException">The id is unknown.</exception>
    public SandboxAccount Account(string accountId) =>
        Find(accountId)
            ?? throw new ArgumentException($"The organization has no account {accountId}.", nameof(accountId));

    public OrganizationalUnit? FindUnit(string unitId)
    {
        lock (_gate)
            return _units.GetValueOrDefault(unitId);
    }

    /// <summary>Adds an organizational unit under a unit or the root.</summary>
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
    /// Replaces an account with its changed value. Every change of an account uses this method.
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

    /// <summary>Removes the account from the organization. Control Tower no longer governs it.</summary>
    public void Leave(string accountId)
    {
        lock (_gate)
        {
            var account = Change(accountId, member => member with { HasLeft = true, Governed = false });
            _accountsUnder[account.ParentId].Remove(accountId);
        }
    }

    /// <summary>
    /// Adds an account with its execution role, as Control Tower does when it vends one.
    /// </summary>
    public SandboxAccount Vend(string accountId, string name, string unitId)
    {
        var account = ControlTowerAccount.Governed(this, accountId, name, unitId, time.GetUtcNow());
        Add(account);
        return account;
    }

    /// <summary>The accounts directly under a unit or the root, in the order of joining.</summary>
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

    /// <summary>The path of an account in <c>Account.Paths</c>: <c>o-…/r-…/ou-…/&lt;account&gt;/</c>.</summary>
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

    /// <summary>The organization as lines of text for a snapshot.</summary>
    public IEnumerable<string> Describe() => Accounts.SelectMany(account => account.Describe());
}
