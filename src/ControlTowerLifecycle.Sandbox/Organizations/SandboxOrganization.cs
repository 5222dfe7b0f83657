using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// The organization: a tree of organizational units with accounts in it. One lock guards the tree; what it hands out
/// are values, so that a caller never sees half a change.
/// </summary>
internal sealed class SandboxOrganization(
    string id, string rootId, string managementAccountId, string region, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SandboxAccount> accounts = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly Dictionary<string, OrganizationalUnit> units =
        new(StringComparer.Ordinal) { [rootId] = new(rootId, "Root", null) };
    private readonly Dictionary<string, List<string>> accountsUnder = new(StringComparer.Ordinal) { [rootId] = [] };
    private readonly Dictionary<string, List<string>> unitsUnder = new(StringComparer.Ordinal) { [rootId] = [] };

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
        get { lock (gate) return accounts.Count; }
    }

    /// <summary>Every account, in the order of joining.</summary>
    public IReadOnlyList<SandboxAccount> Accounts
    {
        get { lock (gate) return [.. order.Select(account => accounts[account])]; }
    }

    /// <summary>The account, or null where the organization has none of that id.</summary>
    public SandboxAccount? Find(string accountId)
    {
        lock (gate)
            return accounts.GetValueOrDefault(accountId);
    }

    /// <summary>The account, which must exist.</summary>
    public SandboxAccount Account(string accountId) =>
        Find(accountId)
            ?? throw new ArgumentException($"The organization has no account {accountId}.", nameof(accountId));

    public OrganizationalUnit? FindUnit(string unitId)
    {
        lock (gate)
            return units.GetValueOrDefault(unitId);
    }

    /// <summary>Puts an organizational unit under another, or under the root.</summary>
    public OrganizationalUnit AddUnit(string name, string parentId)
    {
        lock (gate)
        {
            var unit = new OrganizationalUnit(AwsNames.OrganizationalUnitId(rootId, units.Count), name, parentId);
            units.Add(unit.Id, unit);
            accountsUnder.Add(unit.Id, []);
            unitsUnder.Add(unit.Id, []);
            unitsUnder[parentId].Add(unit.Id);
            return unit;
        }
    }

    public void Add(SandboxAccount account)
    {
        lock (gate)
        {
            accounts.Add(account.Id, account);
            accountsUnder[account.ParentId].Add(account.Id);
            order.Add(account.Id);
        }
    }

    /// <summary>
    /// Puts a changed account in the place of the present one; the only way in which an account changes.
    /// </summary>
    public SandboxAccount Change(string accountId, Func<SandboxAccount, SandboxAccount> change)
    {
        lock (gate)
        {
            var before = accounts[accountId];
            var after = change(before);
            if (!string.Equals(before.ParentId, after.ParentId, StringComparison.Ordinal))
            {
                accountsUnder[after.ParentId].Add(accountId);
                accountsUnder[before.ParentId].Remove(accountId);
            }

            return accounts[accountId] = after;
        }
    }

    public void Move(string accountId, string unitId) =>
        Change(accountId, account => account with { ParentId = unitId });

    public void SetState(string accountId, AccountState state) =>
        Change(accountId, account => account with { State = state });

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
        lock (gate)
            return [.. accountsUnder[parentId].Select(account => accounts[account])];
    }

    /// <summary>The units directly under a unit or the root.</summary>
    public IReadOnlyList<OrganizationalUnit> UnitsUnder(string parentId)
    {
        lock (gate)
            return [.. unitsUnder[parentId].Select(unit => units[unit])];
    }

    /// <summary><c>o-…/r-…/ou-…/&lt;account&gt;/</c>, as <c>Account.Paths</c> has it.</summary>
    public string PathOf(SandboxAccount account)
    {
        var path = $"{account.Id}/";
        lock (gate)
        {
            for (var unit = units[account.ParentId]; ; unit = units[unit.ParentId])
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
