using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// An organization under one protection, behind the ports that an onboarding has. What happens when an account is
/// looked at is the account's; an account that is not in it and a step that nobody planned are faults of the test, and
/// no account has an IAM.
/// </summary>
internal sealed class LandingZone : IOrganization, IMemberAccounts, IProtection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, Func<CancellationToken, Task<string[]>>> _accounts = [];
    private readonly List<string> _looked = [];
    private readonly HashSet<AccountId> _beingLookedAt = [];

    /// <summary>The accounts that were looked at, in the order in which that began.</summary>
    public IReadOnlyList<string> Looked
    {
        get
        {
            lock (_lock)
                return [.. _looked];
        }
    }

    public string Name => "landing-zone";

    /// <summary>Adds an account that lacks these steps.</summary>
    public LandingZone With(string account, params string[] steps) => With(account, _ => Task.FromResult(steps));

    /// <summary>Adds an account that cannot be looked at.</summary>
    public LandingZone With(string account, Exception failure) => With(account, _ => Task.FromException<string[]>(failure));

    /// <summary>Adds an account. Its look ends with the steps that it lacks.</summary>
    public LandingZone With(string account, Func<CancellationToken, Task<string[]>> look)
    {
        _accounts.Add(AccountId.Parse(account), look);
        return this;
    }

    public Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        Task.FromResult<ManagedAccount?>(_accounts.ContainsKey(id)
            ? new ManagedAccount(id, NameOf(id), AccountState.Active)
            : throw new InvalidOperationException($"Nobody should ask for {id}."));

    public IAsyncEnumerable<AccountPage> PagesAsync(AccountQuery walk, CancellationToken cancellationToken) =>
        throw Unexpected();

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        throw Unexpected();

    public IMemberAccount Open(AccountId id, IReadOnlyList<SessionPermission> permissions) => new NoIam();

    public Task VerifyAsync(CancellationToken cancellationToken) => throw Unexpected();

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) => [];

    public Task<IRegistrations> ListAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken) =>
        LookAsync(account, cancellationToken);

    public Plan Plan(ManagedAccount account, ProtectionState state) => ((Observed)state).Plan;

    public Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        LookAsync(account, cancellationToken);

    public Plan PlanOffboarding(AccountId account, ProtectionState state) => ((Observed)state).Plan;

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) =>
        (Observed)state;

    public static string NameOf(AccountId id) => $"account-{id.Value[..4]}";

    private async Task<ProtectionState> LookAsync(AccountId account, CancellationToken cancellationToken)
    {
        Begin(account);
        try
        {
            var steps = await _accounts[account](cancellationToken);
            return new Observed(new Plan([.. steps.Select(verb => new NamedStep(verb, account.Value))]));
        }
        finally
        {
            lock (_lock)
                _beingLookedAt.Remove(account);
        }
    }

    private void Begin(AccountId account)
    {
        lock (_lock)
        {
            if (!_beingLookedAt.Add(account))
                throw new InvalidOperationException($"{account} is worked on twice at once.");

            _looked.Add(account.Value);
        }
    }

    private static InvalidOperationException Unexpected() => new("An onboarding has no business here.");

    private sealed record NamedStep(string Verb, string Target) : Step("landing-zone", Verb, Target);

    private sealed record Observed(Plan Plan) : ProtectionState("landing-zone"), IStepApplier
    {
        public Task<IReadOnlyList<Step>> ApplyAsync(Step step, CancellationToken cancellationToken) =>
            Plan.Steps.Contains(step)
                ? Task.FromResult<IReadOnlyList<Step>>([step])
                : throw new InvalidOperationException($"'{step}' was not planned.");
    }

    private sealed class NoIam : IMemberAccount
    {
        public Task<RoleState?> ObserveRoleAsync(
            string roleName, string inlinePolicyName, CancellationToken cancellationToken) => throw Unexpected();

        public Task<bool> CreateRoleAsync(NewRole role, CancellationToken cancellationToken) => throw Unexpected();

        public Task TagRoleAsync(
            string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
            throw Unexpected();

        public Task UpdateTrustAsync(string roleName, PolicyDocument trust, CancellationToken cancellationToken) =>
            throw Unexpected();

        public Task PutRolePolicyAsync(
            string roleName, string policyName, PolicyDocument policy, CancellationToken cancellationToken) => throw Unexpected();

        public Task PutRoleBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
            throw Unexpected();

        public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
            throw Unexpected();

        public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
            throw Unexpected();

        public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) => throw Unexpected();
    }
}
