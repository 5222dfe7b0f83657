using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A step of a protection that does not exist.</summary>
internal sealed record FakeStep(string Name, string Protection = "fake") : Step(Protection, Name, "it");

/// <summary>A call to a remote system that failed.</summary>
internal sealed class FakeRemoteException(string message) : RemoteSystemException(message, null);

/// <summary>The state of a fake protection: the steps that are missing.</summary>
internal sealed record FakeState(string Name, IReadOnlyList<string> Missing) : ProtectionState(Name)
{
    public static FakeState Of(params string[] missing) => new("fake", missing);

    public Plan Plan(params string[] kept) =>
        new([.. Missing.Select(step => new FakeStep(step, Name))]) { Kept = kept };
}

/// <summary>A protection that plans given steps and runs a given function for each step that is applied.</summary>
internal sealed class FakeProtection(params string[] steps) : IProtection, IStepApplier
{
    public List<string> Calls { get; } = [];

    public Func<IMemberAccount, CancellationToken, Task> OnObserve { get; set; } = (_, _) => Task.CompletedTask;

    public Func<string, CancellationToken, Task> OnApply { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What an offboarding keeps.</summary>
    public string[] Kept { get; init; } = [];

    public RemoteSystemException? Conflict { get; init; }

    public Func<Task> OnVerify { get; set; } = () => Task.CompletedTask;

    public string Name { get; init; } = "fake";

    /// <summary>The known registration of the last observation.</summary>
    public KnownRegistration? Known { get; private set; }

    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        Calls.Add("verify");
        await OnVerify();
    }

    public IReadOnlyList<SessionPermission> PermissionsIn(AccountId account, SessionAccess access)
    {
        string[] actions = access switch
        {
            SessionAccess.ReadOnly => ["iam:GetRole"],
            SessionAccess.Onboard => ["iam:GetRole", "iam:CreateRole"],
            _ => ["iam:DeleteRole"],
        };
        return [new(actions, $"{account}/{steps.Length}")];
    }

    public Task<IRegistrations> ListAsync(CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("a list of registrations");

    public async Task<ProtectionState> ObserveAsync(
        AccountId account, IMemberAccount member, KnownRegistration? known, CancellationToken cancellationToken)
    {
        Known = known;
        Calls.Add("observe");
        await OnObserve(member, cancellationToken);
        return new FakeState(Name, steps);
    }

    public Plan Plan(ManagedAccount account, ProtectionState state) =>
        Conflict is null ? ((FakeState)state).Plan() : new Plan([]) { Conflict = Conflict };

    public Task<ProtectionState> ObserveOffboardingAsync(
        AccountId account, IMemberAccount member, CancellationToken cancellationToken) =>
        ObserveAsync(account, member, null, cancellationToken);

    public Plan PlanOffboarding(AccountId account, ProtectionState state) => ((FakeState)state).Plan(Kept);

    public IStepApplier CreateApplier(AccountId account, IMemberAccount member, ProtectionState state) => this;

    public async Task<IReadOnlyList<Step>> ApplyAsync(Step step, CancellationToken cancellationToken)
    {
        Calls.Add($"apply {step.Verb}");
        await OnApply(step.Verb, cancellationToken);
        return [step];
    }

    public static FakeRemoteException Failure(FailureKind kind) => new($"it failed: {kind}")
    {
        RemoteSystem = "Fake",
        Operation = "DoIt",
        Kind = kind,
        Advice = kind == FailureKind.NeedsOperator ? "Repair it." : null,
    };
}
