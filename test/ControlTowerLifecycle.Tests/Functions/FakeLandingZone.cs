using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// An organization with one protection, as the ports of the onboarding. A test scripts the observation of each account.
/// An unknown account, a step that was not planned and a call of IAM throw.
/// </summary>
internal sealed class FakeLandingZone : IOrganization, IMemberAccounts, IProtection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, Func<CancellationToken, Task<string[]>>> _accounts = [];
    private readonly Dictionary<AccountId, AccountState?> _states = [];
    private readonly List<string> _observed = [];
    private readonly HashSet<AccountId> _inProgress = [];

    /// <summary>The observed accounts, in the order of the start of their observations.</summary>
    public IReadOnlyList<string> ObservedAccounts
    {
        get
        {
            lock (_lock)
                return [.. _observed];
        }
    }

    public string Name => "landing-zone";

    /// <summary>Adds an account that needs these steps.</summary>
    public FakeLandingZone With(string account, params string[] steps) => With(account, _ => Task.FromResult(steps));

    /// <summary>Adds an account that cannot be observed.</summary>
    public FakeLandingZone With(string account, Exception failure) => With(account, _ => Task.FromException<string[]>(failure));

    /// <summary>Adds an account whose observation returns the steps that it needs.</summary>
    public FakeLandingZone With(string account, Func<CancellationToken, Task<string[]>> observe)
    {
        _accounts.Add(AccountId.Parse(account), observe);
        return this;
    }

    /// <summary>Adds an account in this state; null if AWS Organizations does not show it.</summary>
    public FakeLandingZone WithState(string account, AccountState? state)
    {
        _states.Add(AccountId.Parse(account), state);
        return With(account, "create-role");
    }

    public Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        Task.FromResult(_accounts.ContainsKey(id)
            ? _states.GetValueOrDefault(id, AccountState.Active) is { } state ? new ManagedAccount(id, NameOf(id), state) : null
            : throw new InvalidOperationException($"The test has no account {id}."));

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
        ObserveAsync(account, cancellationToken);

    public Plan Plan(ManagedAccount account, ProtectionState state) => ((Observed)state).Plan;

    public Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        ObserveAsync(account, cancellationToken);

    public Plan PlanOffboarding(AccountId account, ProtectionState state) => ((Observed)state).Plan;

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) =>
        (Observed)state;

    public static string NameOf(AccountId id) => $"account-{id.Value[..4]}";

    private async Task<ProtectionState> ObserveAsync(AccountId account, CancellationToken cancellationToken)
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
                _inProgress.Remove(account);
        }
    }

    private void Begin(AccountId account)
    {
        lock (_lock)
        {
            if (!_inProgress.Add(account))
                throw new InvalidOperationException($"Two runs observe {account} at once.");

            _observed.Add(account.Value);
        }
    }

    private static InvalidOperationException Unexpected() => new("The onboarding must not call this.");

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
        public IMemberFederation Federation => throw Unexpected();

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
