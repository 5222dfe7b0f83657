using System.Globalization;
using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The backfill function with the real walk, over a fake organization and a fake CloudFormation.</summary>
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

    /// <summary>Reads the days until the API key expires.</summary>
    internal Func<CancellationToken, Task<double>> KeyDaysLeft { get; set; } = _ => Task.FromResult(400.0);

    internal TimeSpan Left { get; set; } = TimeSpan.FromMinutes(15);

    public void Dispose()
    {
        _http.Dispose();
        Output.Dispose();
        Assert.All(CloudFormation.Puts, put => Secrets.AssertAbsent(put.Text));
        GC.SuppressFinalize(this);
    }

    /// <summary>Invokes like the runtime loop: the token ends half a second before the deadline.</summary>
    internal async Task<ReadOnlyMemory<byte>> InvokeAsync(byte[] payload)
    {
        var log = new LifecycleLog(Output, Time);
        var organization = new ScopedOrganization(Walk, AccountScope.Everything);
        var onboarding = new AccountOnboarding(organization, new ProtectionSet([Walk], Walk, log));
        var walk = new OrganizationWalk(organization, onboarding, Walk, [Walk], Walk, Fakes.Sample.Management, log, Time);
        var function = new BackfillFunction(
            new WalkInvocation(walk, Walk, new WalkMetrics("backfill", new VendorCallCount(), KeyDaysLeft, log), log, Time),
            new RetrievalInvocation(null, log),
            new CustomResourceResponder(_http, log, Time),
            log);
        var token = Left > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : Left - TimeSpan.FromMilliseconds(500);
        using var deadline = new CancellationTokenSource(token, Time);
        return await function.InvokeAsync(new Invocation("request", At.Start + Left, null, payload), deadline.Token);
    }

    /// <summary>Invokes with a file of Payloads.</summary>
    internal Task<ReadOnlyMemory<byte>> InvokeAsync(string file) => InvokeAsync(Payload.Bytes(file));
}

/// <summary>
/// The ports of a walk: an organization, a protection without registrations, a queue and the next invocation.
/// Governance is unknown, and every account can be entered. A position is the number of accounts before it. Any other
/// call throws.
/// </summary>
internal sealed class FakeWalk :
    IOrganization, IProtection, IWorkQueue, IGovernance, IContinuation, IMemberAccounts, IRegistrations
{
    private readonly List<string> _queued = [];

    /// <summary>Every message in the queue.</summary>
    public IReadOnlyList<string> Queued => _queued;

    public bool HasBegun { get; private set; }

    public Governance Governance { get; set; } = new Governance.Unknown("it may not be read");

    public IReadOnlyList<ManagedAccount> Accounts { get; set; } = [];

    /// <summary>The payloads of the next invocations.</summary>
    public List<string> Continued { get; } = [];

    public Func<CancellationToken, Task> Continue { get; set; } = _ => Task.CompletedTask;

    /// <summary>The steps that an inspection of an account plans.</summary>
    public Func<AccountId, Task<string[]>> Inspection { get; set; } = _ => Task.FromResult<string[]>(["create-role"]);

    /// <summary>Called before a page is returned; the first one is 1.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    public List<AccountQuery> Walks { get; } = [];

    /// <summary>Called after the last page.</summary>
    public Func<CancellationToken, Task> AtTheEnd { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Verify { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Govern { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> List { get; set; } = _ => Task.CompletedTask;

    public Exception? QueueFailure { get; set; }

    public int BatchSize => 2;

    public string Name => "fake";

    /// <summary>Waits until it is cancelled.</summary>
    public static async Task NeverAsync(CancellationToken cancellationToken) =>
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken);

    /// <summary>Active accounts.</summary>
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
        AccountQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const int pageSize = 2;
        Walks.Add(query);
        var start = int.Parse(query.Position?.NextToken ?? "0", CultureInfo.InvariantCulture);
        for (var (at, number) = (start, 1); at < Accounts.Count; at += pageSize, number++)
        {
            BeforePage(number);
            var next = at + pageSize < Accounts.Count ? Fakes.FakeOrganization.After(at + pageSize) : null;
            yield return new AccountPage([.. Accounts.Skip(at).Take(pageSize)], next);
        }

        await AtTheEnd(cancellationToken);
    }

    public async Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        await Govern(cancellationToken);
        return Governance;
    }

    public async Task<IRegistrations> ListAsync(CancellationToken cancellationToken)
    {
        await List(cancellationToken);
        return this;
    }

    public Registration Find(ManagedAccount account) => new Registration.Missing("fake");

    public bool IsUnderOurName(AccountId account) => false;

    public int Unclaimed => 0;

    public void Claim(AccountId account)
    {
        // Nothing is registered.
    }

    public Task ContinueAsync(string payload, CancellationToken cancellationToken)
    {
        Continued.Add(payload);
        return Continue(cancellationToken);
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

    public async Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken) =>
        Fakes.FakeState.Of(await Inspection(account));

    public Plan Plan(ManagedAccount account, ProtectionState state) => ((Fakes.FakeState)state).Plan();

    public Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) => throw Unexpected();

    public Plan PlanOffboarding(AccountId account, ProtectionState state) => throw Unexpected();

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A walk must not make this call.");
}
