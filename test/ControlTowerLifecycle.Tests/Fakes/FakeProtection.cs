using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A step of no protection that exists.</summary>
internal sealed record FakeStep(string Name) : Step(Name, "it");

/// <summary>A failure of a call, as a test needs it.</summary>
internal sealed class FakeRemoteException(string message) : RemoteSystemException(message, null);

/// <summary>A protection that plans the steps it is given and does what it is told when one is applied.</summary>
internal sealed class FakeProtection(params string[] steps) : IProtection, IObservedProtection, IObservedDeparture
{
    public List<string> Did { get; } = [];

    public Func<IMemberAccount, CancellationToken, Task> OnObserve { get; set; } = (_, _) => Task.CompletedTask;

    public Func<string, CancellationToken, Task> OnApply { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What is to stay where the account left.</summary>
    public string[] Kept { get; init; } = [];

    public Func<Task> OnVerify { get; set; } = () => Task.CompletedTask;

    public string Name => "fake";

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        Did.Add("verify");
        await OnVerify();
    }

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access) =>
        [new(access == SessionAccess.Full ? ["iam:GetRole", "iam:CreateRole"] : ["iam:GetRole"], $"{account}/{steps.Length}")];

    /// <summary>What the last one who looked knew.</summary>
    public KnownRegistration? Known { get; private set; }

    public Task<IRegistrations> ListAsync(CancellationToken cancellationToken) => throw new UnexpectedCallException("to list");

    public async Task<IObservedProtection> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        Known = known;
        Did.Add("observe");
        await OnObserve(member, cancellationToken);
        return this;
    }

    public IReadOnlyList<SessionPermission> DeparturePermissionsIn(AccountId account) =>
        [new(["iam:DeleteRole"], $"{account}/{steps.Length}")];

    public async Task<IObservedDeparture> ObserveDepartureAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken)
    {
        await ObserveAsync(account, member, null, cancellationToken);
        return this;
    }

    public Removal Plan() => new([.. steps.Select(step => new FakeStep(step))], Kept);

    public IReadOnlyList<Step> Plan(ManagedAccount account) => [.. steps.Select(step => new FakeStep(step))];

    public async Task ApplyAsync(Step step, CancellationToken cancellationToken)
    {
        Did.Add($"apply {step.Verb}");
        await OnApply(step.Verb, cancellationToken);
    }

    public static FakeRemoteException Failure(FailureKind kind) => new($"it failed: {kind}")
    {
        RemoteSystem = "Fake",
        Operation = "DoIt",
        Kind = kind,
        Advice = kind == FailureKind.NeedsOperator ? "Mend it." : null,
    };
}
