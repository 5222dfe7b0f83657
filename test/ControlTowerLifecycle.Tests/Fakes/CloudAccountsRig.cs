using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>Cloud Accounts, and other protections if given, on one account with a fake vendor.</summary>
internal sealed class CloudAccountsRig : IMemberAccounts, IRunLog, IConnectionLog
{
    public CloudAccountsRig() => Api = new CloudAccountsApi(Vendor);

    public FakeCloudAccounts Vendor { get; } = new();

    public CloudAccountsApi Api { get; }

    public FakeAccount Account { get; } = new(new ManualTime(Sample.Start));

    public FakeRegistrationRecord Record { get; init; } = new();

    public ConnectionOptions Options { get; init; } = new();

    public IReadOnlyList<string> Coverable { get; init; } = [];

    public bool TakesOver { get; init; }

    public List<string> Steps { get; } = [];

    public Func<string, Task> Gate { get; set; } = _ => Task.CompletedTask;

    public CloudAccountsProtection Protection => new(
        Api.Client, CloudSample.Role, Options, Record, this, Sample.Management, Api.Time)
    {
        Coverable = Coverable,
        TakesOver = TakesOver,
    };

    public ProtectionSet Set(params IReadOnlyList<IProtection> others) => new([.. others, Protection], this, this);

    public async Task<RunOutcome> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<IProtection> others) =>
        await RunAsync([], cancellationToken, others);

    public async Task<RunOutcome> RunAsync(
        IReadOnlyList<KnownRegistration> known, CancellationToken cancellationToken, params IReadOnlyList<IProtection> others)
    {
        var onboarding = new AccountOnboarding(
            new ScopedOrganization(new FakeOrganization(Sample.Account), AccountScope.Everything), Set(others));
        return (await onboarding.RunAsync(
            new OnboardingRequest(Sample.Id, "payments-prod", Origin.Governed) { Known = known }, cancellationToken)).Outcome;
    }

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) => Account.Enter(Gate);

    void IRunLog.StepApplied(AccountId account, string? accountName, Step step) => Steps.Add(step.ToString());

    void IConnectionLog.NotManaged(Connection connection)
    {
    }

    void IConnectionLog.Differs(Connection connection, string difference)
    {
    }

    void IConnectionLog.Listed(IReadOnlyDictionary<string, int> states)
    {
    }
}
