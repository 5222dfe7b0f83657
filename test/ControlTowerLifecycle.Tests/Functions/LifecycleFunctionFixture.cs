using System.Text;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Functions;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>The function with the real onboarding over a landing zone.</summary>
public abstract class LifecycleFunctionFixture : IDisposable
{
    protected const string Payments = "444455556666";
    protected const string Audit = "222233334444";
    protected const string LogArchive = "333344445555";

    internal Output Output { get; } = new();

    internal LandingZone LandingZone { get; } = new();

    /// <summary>Null where accounts that left keep their protection.</summary>
    internal FakeGovernance? Governance { get; set; }

    internal FakeNotifications Notifications { get; } = new();

    internal ManualTime Time { get; } = new(At.Start);

    public void Dispose()
    {
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    internal Task<ReadOnlyMemory<byte>> InvokeAsync(byte[] payload) =>
        RunAsync(payload, Notifications, TestContext.Current.CancellationToken);

    /// <summary>Invokes with a time that the test ends.</summary>
    internal Task<ReadOnlyMemory<byte>> InvokeUntilAsync(CancellationTokenSource deadline, byte[] payload) =>
        RunAsync(payload, Notifications, deadline.Token);

    internal Task<ReadOnlyMemory<byte>> InvokeWithoutTopicAsync(byte[] payload) =>
        RunAsync(payload, null, TestContext.Current.CancellationToken);

    private async Task<ReadOnlyMemory<byte>> RunAsync(
        byte[] payload, INotifications? notifications, CancellationToken cancellationToken)
    {
        var log = new LifecycleLog(Output, Time);
        var onboarding = new AccountOnboarding(
            new ScopedOrganization(LandingZone, AccountScope.Everything), LandingZone, [LandingZone], log);
        var departure = Governance is null
            ? null
            : new AccountDeparture(
                new ScopedOrganization(LandingZone, AccountScope.Everything), Governance, Sample.Management, LandingZone,
                [LandingZone], log);
        return await new LifecycleFunction(onboarding, departure, notifications, log, Time).InvokeAsync(
            new Invocation("request", At.Start.AddMinutes(5), null, payload), cancellationToken);
    }

    /// <returns>The ids of the messages that a batch hands back.</returns>
    internal async Task<IReadOnlyList<string>> HandedBackAsync(params string[] bodies) =>
        Batch.HandedBack(await InvokeAsync(Batch.Of(bodies)));

    internal async Task<string> AnswerAsync(byte[] payload) => Encoding.UTF8.GetString((await InvokeAsync(payload)).Span);

    internal static byte[] Direct(string account) => Encoding.UTF8.GetBytes(Batch.Direct(account));
}

/// <summary>What people were told.</summary>
internal sealed class FakeNotifications : INotifications
{
    private readonly List<string> _told = [];

    public IReadOnlyList<string> Told => _told;

    /// <summary>Thrown at whoever wants to tell.</summary>
    public Exception? Failure { get; set; }

    public async Task TellAsync(OnboardingReport report, OnboardingFailure failure, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        _told.Add($"{report.Id}: {failure.Cause}");
        if (Failure is not null)
            throw Failure;
    }
}
