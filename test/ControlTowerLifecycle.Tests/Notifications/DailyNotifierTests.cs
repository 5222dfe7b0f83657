using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>Several processes share one record of notifications. Each instance of the subject is one process.</summary>
public sealed class DailyNotifierTests
{
    private readonly ManualTime _time = new(Sample.Start);
    private readonly FakeNotifier _notifier = new();
    private readonly FakeClaims _claims = new();
    private readonly FakeLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Same_cause_in_one_account_is_sent_once_a_day_over_all_processes()
    {
        await NotifyAsync("m1");
        await NotifyAsync("m2");
        _time.Advance(DailyNotifier.RepeatInterval - TimeSpan.FromSeconds(1));
        await NotifyAsync("m3");
        Assert.Single(_notifier.Told);

        _time.Advance(TimeSpan.FromSeconds(2));
        await NotifyAsync("m4");

        Assert.Equal(2, _notifier.Told.Count);
    }

    [Fact]
    public async Task Other_cause_or_other_account_is_sent()
    {
        await NotifyAsync("m1");
        await NotifyAsync("m2", step: "create-role");
        await NotifyAsync("m3", account: "222233334444");

        Assert.Equal(3, _notifier.Told.Count);
    }

    [Fact]
    public async Task Unreadable_messages_share_one_notification()
    {
        await Process().NotifyAsync(FailureNotice.Unreadable("m1", "it is empty"), Token);
        await Process().NotifyAsync(FailureNotice.Unreadable("m2", "it is no JSON"), Token);

        Assert.Single(_notifier.Told);
    }

    [Fact]
    public async Task Notification_claimed_by_another_process_is_not_sent()
    {
        await _claims.TryClaimAsync(Id, "m1", Now, Now + DailyNotifier.Lease, Token);

        await NotifyAsync("m2");

        Assert.Empty(_notifier.Told);
    }

    [Fact]
    public async Task Redelivered_message_sends_its_own_claimed_notification()
    {
        _notifier.Failure = Failure.Passing("SNS answered 503");
        await Assert.ThrowsAsync<Failure>(() => NotifyAsync("m1"));
        _notifier.Failure = null;

        await NotifyAsync("m1");
        await NotifyAsync("m1");

        Assert.Equal(2, _notifier.Told.Count);
    }

    [Fact]
    public async Task Other_message_sends_a_claimed_notification_after_the_lease()
    {
        await _claims.TryClaimAsync(Id, "m1", Now, Now + DailyNotifier.Lease, Token);
        _time.Advance(DailyNotifier.Lease + TimeSpan.FromSeconds(1));

        await NotifyAsync("m2");

        Assert.Single(_notifier.Told);
    }

    [Fact]
    public async Task Retryable_claim_failure_fails_the_notification()
    {
        _claims.Failure = Failure.Passing("DynamoDB answered 503");

        await Assert.ThrowsAsync<Failure>(() => NotifyAsync("m1"));

        Assert.Empty(_notifier.Told);
    }

    [Fact]
    public async Task Claim_failure_that_needs_an_operator_does_not_stop_the_notification()
    {
        _claims.Failure = Failure.Lasting("the table is missing", "Deploy the stack again.");

        await NotifyAsync("m1");

        Assert.Single(_notifier.Told);
        Assert.Contains(
            "notification record not read; a notification may repeat: the table is missing Deploy the stack again.",
            _log.Lines);
    }

    [Fact]
    public async Task Failure_to_record_a_sent_notification_is_only_logged()
    {
        _claims.RecordFailure = Failure.Passing("DynamoDB answered 503");

        await NotifyAsync("m1");

        Assert.Single(_notifier.Told);
        Assert.Equal(["notification sent but not recorded; it may repeat: DynamoDB answered 503 "], _log.Lines);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private static string Id => $"{Sample.Id}#{Notice("m1", "observe", Sample.Id.Value).CauseKey}";

    private DailyNotifier Process() => new(_notifier, _claims, _log, _time);

    private Task NotifyAsync(string source, string step = "observe", string? account = null) =>
        Process().NotifyAsync(Notice(source, step, account ?? Sample.Id.Value), Token);

    private static FailureNotice Notice(string source, string step, string account) =>
        new(source, "rejected", new RunFailure(step, "it failed", "Repair it."))
        {
            Account = AccountId.Parse(account),
            Kind = FailureKind.NeedsOperator,
        };

    /// <summary>The table's condition, in memory.</summary>
    private sealed class FakeClaims : INotificationClaims
    {
        private readonly Dictionary<string, (string? Claimant, DateTimeOffset Until)> _claims =
            new(StringComparer.Ordinal);

        public Exception? Failure { get; set; }

        public Exception? RecordFailure { get; set; }

        public Task<bool> TryClaimAsync(
            string id, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
        {
            if (Failure is not null)
                throw Failure;
            if (_claims.TryGetValue(id, out var claim) && claim.Until >= now && claim.Claimant != claimant)
                return Task.FromResult(false);
            _claims[id] = (claimant, until);
            return Task.FromResult(true);
        }

        public Task RecordSentAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
        {
            if ((RecordFailure ?? Failure) is { } failure)
                throw failure;
            _claims[id] = (null, until);
            return Task.CompletedTask;
        }
    }

    private sealed class FakeLog : INotificationLog
    {
        public List<string> Lines { get; } = [];

        public void Failed(string what, string cause, string? advice) => Lines.Add($"{what}: {cause} {advice}");
    }
}
