using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>Several processes share one table, one topic and one queue. Each call creates a process.</summary>
internal sealed class CauseRig : INotificationLog
{
    private int _callBacks;

    public CauseRig() => Timer = new FakeDigestTimer(Time);

    public ManualTime Time { get; } = new(Sample.Start);

    public FakeNotificationTopic Topic { get; } = new();

    public FakeCauseRecords Records { get; } = new();

    public FakeDigestTimer Timer { get; }

    public List<string> Lines { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Failed(string what, string cause, string? advice) => Lines.Add($"{what}: {cause} {advice}");

    /// <summary>Each account has one message, which is received again if it is named again.</summary>
    public Task NotifyAsync(int account, string cause = "create-role") => NotifyAsync(Notice(account, cause));

    public Task NotifyAsync(FailureNotice notice) =>
        new CauseNotifier(Topic, Records, Timer, this, Time).NotifyAsync(notice, Token);

    public Task CallBackAsync(CauseId cause, string? message = null) =>
        new CauseDigests(Topic, Records, Timer, this, Time).SendAsync(cause, message ?? $"digest-{++_callBacks}", Token);

    /// <summary>Advances the clock and delivers the call-backs that become due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Time.GetUtcNow() + by;
        while (Timer.Next <= end)
        {
            Time.Advance(TimeSpan.FromTicks(Math.Max(0, (Timer.Next.Value - Time.GetUtcNow()).Ticks)));
            foreach (var cause in Timer.TakeDue())
                await CallBackAsync(cause);
        }

        Time.Advance(end - Time.GetUtcNow());
    }

    public static FailureNotice Notice(int account, string cause = "create-role") =>
        new($"m{account}", "rejected", new RunFailure(cause, "it failed", "Repair it.") { Reason = cause })
        {
            Account = AccountId.Parse($"{100_000_000_000 + account}"),
            AccountName = $"account {account}",
            Kind = FailureKind.NeedsOperator,
            IsOfMessage = true,
        };

    public static CauseId Cause { get; } = CauseId.Of(Notice(1).CauseKey);
}
