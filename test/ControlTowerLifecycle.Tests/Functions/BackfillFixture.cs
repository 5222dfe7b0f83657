using System.Globalization;
using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The function with the real backfill over an organization of accounts, and CloudFormation.</summary>
public abstract class BackfillFixture : IDisposable
{
    private readonly HttpClient _http;

    protected BackfillFixture()
    {
        CloudFormation = new FakeCloudFormation(Time);
        _http = new HttpClient(CloudFormation) { Timeout = Timeout.InfiniteTimeSpan };
    }

    internal ManualTime Time { get; } = new(At.Start);

    internal Output Output { get; } = new();

    internal FakeCloudFormation CloudFormation { get; }

    internal FakeWalk Walk { get; } = new();

    /// <summary>What the vendor tells of the API key's last day.</summary>
    internal Func<CancellationToken, Task<double>> KeyDaysLeft { get; set; } = _ => Task.FromResult(400.0);

    internal TimeSpan Left { get; set; } = TimeSpan.FromMinutes(15);

    public void Dispose()
    {
        _http.Dispose();
        Output.Dispose();
        Assert.All(CloudFormation.Puts, put => Secrets.AssertAbsent(put.Text));
        GC.SuppressFinalize(this);
    }

    /// <summary>Invokes as the runtime loop does: the token ends half a second before the deadline.</summary>
    internal async Task<ReadOnlyMemory<byte>> InvokeAsync(byte[] payload)
    {
        var log = new LifecycleLog(Output, Time);
        var organization = new ScopedOrganization(Walk, AccountScope.Everything);
        var onboarding = new AccountOnboarding(organization, new ProtectionSet([Walk], Walk, log));
        var walk = new OrganizationWalk(organization, onboarding, Walk, [Walk], Walk, Fakes.Sample.Management, Time);
        var function = new BackfillFunction(
            new WalkInvocation(walk, Walk, new WalkMetrics("backfill", new VendorCallCount(), KeyDaysLeft, log), log, Time),
            new CustomResourceResponder(_http, Time),
            log);
        var token = Left > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : Left - TimeSpan.FromMilliseconds(500);
        using var deadline = new CancellationTokenSource(token, Time);
        return await function.InvokeAsync(new Invocation("request", At.Start + Left, null, payload), deadline.Token);
    }

    /// <summary>Invokes with one of the samples.</summary>
    internal Task<ReadOnlyMemory<byte>> InvokeAsync(string file) => InvokeAsync(Payload.Bytes(file));
}

/// <summary>
/// An organization, a protection under which nothing is registered, a queue and a next invocation as a walk meets them.
/// Control Tower does not tell what it governs, and every account lets us look. Nothing else may be asked of them.
/// </summary>
internal sealed class FakeWalk :
    IOrganization, IProtection, IWorkQueue, IGovernance, IContinuation, IMemberAccounts, IRegistrations
{
    private readonly List<string> _queued = [];

    /// <summary>Every message in the queue.</summary>
    public IReadOnlyList<string> Queued => _queued;

    public bool HasBegun { get; private set; }

    public Governance Governance { get; set; } = new Governance.Unknown("it may not be asked");

    public IReadOnlyList<ManagedAccount> Accounts { get; set; } = [];

    /// <summary>What was handed to the next invocation.</summary>
    public List<string> Continued { get; } = [];

    public Exception? ContinuationFailure { get; set; }

    /// <summary>What happens before a page is told, the first being 1.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    public List<AccountQuery> Walks { get; } = [];

    /// <summary>What happens once all accounts are told of.</summary>
    public Func<CancellationToken, Task> AtTheEnd { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Verify { get; set; } = _ => Task.CompletedTask;

    public Exception? QueueFailure { get; set; }

    public int BatchSize => 2;

    public string Name => "fake";

    /// <summary>A wait that only the end of the time ends.</summary>
    public static async Task NeverAsync(CancellationToken cancellationToken) =>
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    /// <summary>So many active accounts.</summary>
    public static IReadOnlyList<ManagedAccount> Active(int count) =>
        [.. Enumerable.Range(0, count).Select(index => Account(index, AccountState.Active))];

    public static ManagedAccount Account(int index, AccountState state) =>
        new(AccountId.Parse($"44445555{index:0000}"), $"account-{index}", state);

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        await Verify(cancellationToken);
    }

    public async IAsyncEnumerable<AccountPage> PagesAsync(
        AccountQuery walk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int pageSize = 2;
        Walks.Add(walk);
        var number = 0;
        for (var at = int.Parse(walk.After ?? "0", CultureInfo.InvariantCulture); at < Accounts.Count; at += pageSize)
        {
            BeforePage(++number);
            var next = at + pageSize < Accounts.Count ? (at + pageSize).ToString(CultureInfo.InvariantCulture) : null;
            yield return new AccountPage([.. Accounts.Skip(at).Take(pageSize)], next);
        }

        await AtTheEnd(cancellationToken);
    }

    public Task<Governance> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Governance);

    public Task<IRegistrations> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IRegistrations>(this);

    public Registration Find(AccountId account) => new Registration.Missing();

    public bool IsUnderOurName(AccountId account) => false;

    public int Unclaimed => 0;

    public void Claim(AccountId account)
    {
        // Nothing is registered.
    }

    public Task ContinueAsync(string payload, CancellationToken cancellationToken)
    {
        Continued.Add(payload);
        return ContinuationFailure is null ? Task.CompletedTask : Task.FromException(ContinuationFailure);
    }

    public IMemberAccount Open(AccountId id, IReadOnlyList<SessionPermission> permissions) =>
        new Fakes.FakeAccount(TimeProvider.System).Enter();

    public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        if (QueueFailure is not null)
            throw QueueFailure;

        _queued.AddRange(messages);
        return Task.CompletedTask;
    }

    public Task<ManagedAccount?> FindAsync(AccountId id, CancellationToken cancellationToken) => throw Unexpected();

    public Task<IReadOnlyList<string>> OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        throw Unexpected();

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) =>
        access == SessionAccess.ReadOnly ? [] : throw Unexpected();

    public Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken) =>
        Task.FromResult<ProtectionState>(Fakes.FakeState.Of("create-role"));

    public Plan Plan(ManagedAccount account, ProtectionState state) => ((Fakes.FakeState)state).Plan();

    public Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) => throw Unexpected();

    public Plan PlanOffboarding(AccountId account, ProtectionState state) => throw Unexpected();

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A walk has no business here.");
}
