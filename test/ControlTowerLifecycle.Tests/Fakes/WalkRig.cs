using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>
/// A walk with an organization, Control Tower, one protection's vendor and the queue. By default every account is
/// registered as wanted and needs no step, and governance is unknown.
/// </summary>
internal sealed class WalkRig : IGovernance, IProtection, IRegistrations, IWorkQueue, IMemberAccounts, IRunLog, IWalkLog
{
    private readonly Lock _lock = new();
    private readonly List<AccountId> _inspected = [];
    private readonly List<AccountId> _searched = [];
    private readonly HashSet<AccountId> _claimed = [];
    private readonly OrganizationWalk _walk;

    public WalkRig(FakeOrganization organization, AccountScope? scope = null, bool disconnects = false, int limit = 5)
    {
        Organization = organization;
        var scoped = new ScopedOrganization(organization, scope ?? AccountScope.Everything);
        _walk = new OrganizationWalk(
            scoped, new AccountOnboarding(scoped, new ProtectionSet([this], this, this)), this, [this], this, Sample.Management, this, Time)
        {
            Disconnects = disconnects,
            DisconnectLimitPercent = limit,
        };
    }

    public WalkRig(int accounts)
        : this(new FakeOrganization(Accounts(accounts)))
    {
    }

    public ManualTime Time { get; } = new(Sample.Start) { AutoAdvance = true };

    public FakeOrganization Organization { get; }

    public Governance Governance { get; set; } = new Governance.Unknown("it may not be read");

    public Func<Task> OnVerify { get; set; } = () => Task.CompletedTask;

    public Func<AccountId, Registration>? Registered { get; set; }

    public List<AccountId> UnderOurName { get; } = [];

    /// <summary>The steps that an inspection of an account plans.</summary>
    public Func<AccountId, Task<string[]>> Inspection { get; set; } = _ => Task.FromResult<string[]>([]);

    public Action OnSend { get; set; } = () => { };

    public List<IReadOnlyList<string>> Batches { get; } = [];

    public IEnumerable<string> Queued => Batches.SelectMany(batch => batch);

    public IReadOnlyList<AccountId> Inspected
    {
        get
        {
            lock (_lock)
                return [.. _inspected];
        }
    }

    /// <summary>The accounts that an inspection searched at the vendor.</summary>
    public IReadOnlyList<AccountId> Searched
    {
        get
        {
            lock (_lock)
                return [.. _searched];
        }
    }

    public int Lists { get; private set; }

    /// <summary>What an inspection must report as a conflict; null if nothing.</summary>
    public Func<AccountId, Plan?> Conflict { get; set; } = _ => null;

    /// <summary>The accounts that the walk logged because they need an operator.</summary>
    public List<string> ActionsRequired { get; } = [];

    /// <summary>Active accounts, numbered from 1.</summary>
    public static ManagedAccount[] Accounts(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number =>
            new ManagedAccount(Sample.Numbered(number), $"account-{number}", AccountState.Active)),
    ];

    public static Governance Governing(IEnumerable<ManagedAccount> accounts) =>
        new Governance.Known([.. accounts.Select(account => account.Id)]);

    public static AccountEntryRefusedException Refused() => new("the role cannot be assumed", null)
    {
        RemoteSystem = "AWS STS",
        Operation = "AssumeRole",
        Kind = FailureKind.Retryable,
    };

    public static KnownRegistration KnownOf(AccountId account) => new("fake", account.Value, "arn");

    public Task<WalkResult> RunAsync(WalkKind kind = WalkKind.Reconcile) => RunAsync(new WalkRequest(kind));

    public Task<WalkResult> RunAsync(WalkRequest request, CancellationToken? pause = null, CancellationToken? end = null) =>
        _walk.RunAsync(request, pause ?? CancellationToken.None, end ?? TestContext.Current.CancellationToken);

    public async Task<WalkSummary> SummaryAsync(WalkKind kind = WalkKind.Reconcile) => (await RunAsync(kind)).Summary;

    string IProtection.Name => "fake";

    int IWorkQueue.BatchSize => 10;

    int IRegistrations.Unclaimed => UnderOurName.Except(_claimed).Count();

    Task<Governance> IGovernance.ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Governance);

    Task IProtection.VerifyAsync(CancellationToken cancellationToken) => OnVerify();

    Task<IRegistrations> IProtection.ListAsync(CancellationToken cancellationToken)
    {
        Lists++;
        return Task.FromResult<IRegistrations>(this);
    }

    bool IRegistrations.IsUnderOurName(AccountId account) => UnderOurName.Contains(account);

    void IRegistrations.Claim(AccountId account) => _claimed.Add(account);

    Registration IRegistrations.Find(ManagedAccount account) =>
        Registered?.Invoke(account.Id) ?? new Registration.Right(KnownOf(account.Id));

    IReadOnlyList<SessionPermission> IProtection.PermissionsIn(AccountId account, SessionAccess access) =>
        access == SessionAccess.ReadOnly ? [] : throw new UnexpectedCallException("a session that may write");

    Task<ProtectionState> IProtection.ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            lock (_lock)
                _searched.Add(account);
        }

        return ObserveAsync(account);
    }

    Task<ProtectionState> IProtection.ObserveUnregisteredAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) => ObserveAsync(account);

    private async Task<ProtectionState> ObserveAsync(AccountId account)
    {
        lock (_lock)
            _inspected.Add(account);
        return FakeState.Of(await Inspection(account));
    }

    Plan IProtection.Plan(ManagedAccount account, ProtectionState state) =>
        Conflict(account.Id) ?? ((FakeState)state).Plan();

    void IWalkLog.ActionRequired(AccountId? account, string? accountName, RunFailure failure) =>
        ActionsRequired.Add($"{account} {accountName}: {failure.Cause}");

    Task<ProtectionState> IProtection.ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("an offboarding");

    Plan IProtection.PlanOffboarding(AccountId account, ProtectionState state) =>
        throw new UnexpectedCallException("an offboarding");

    IStepApplier IProtection.CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) =>
        throw new UnexpectedCallException("a walk that writes");

    Task IWorkQueue.SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnSend();
        Batches.Add([.. messages]);
        return Task.CompletedTask;
    }

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) =>
        new FakeAccount(Time).Enter();

    void IRunLog.StepApplied(AccountId id, string? name, Step step) =>
        throw new UnexpectedCallException("a walk that writes");
}
