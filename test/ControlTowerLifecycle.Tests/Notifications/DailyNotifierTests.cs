using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>Several processes and one memory: each instance of the subject is a process of its own.</summary>
public sealed class DailyNotifierTests
{
    private readonly ManualTime _time = new(Sample.Start);
    private readonly FakeNotifier _people = new();
    private readonly FakeClaims _claims = new();
    private readonly FakeLog _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_account_s_one_cause_is_told_once_a_day_over_all_processes()
    {
        await TellAsync("m1");
        await TellAsync("m2");
        _time.Advance(DailyNotifier.Silence - TimeSpan.FromSeconds(1));
        await TellAsync("m3");
        Assert.Single(_people.Told);

        _time.Advance(TimeSpan.FromSeconds(2));
        await TellAsync("m4");

        Assert.Equal(2, _people.Told.Count);
    }

    [Fact]
    public async Task Another_cause_and_another_account_are_told()
    {
        await TellAsync("m1");
        await TellAsync("m2", step: "create-role");
        await TellAsync("m3", account: "222233334444");

        Assert.Equal(3, _people.Told.Count);
    }

    [Fact]
    public async Task Messages_that_nobody_can_read_are_told_once_together()
    {
        await Process().TellAsync(FailureNotice.Unreadable("m1", "it is empty"), Token);
        await Process().TellAsync(FailureNotice.Unreadable("m2", "it is no JSON"), Token);

        Assert.Single(_people.Told);
    }

    [Fact]
    public async Task What_another_process_is_about_to_tell_is_not_told_twice()
    {
        await _claims.TryClaimAsync(Id, "m1", Now, Now + DailyNotifier.Lease, Token);

        await TellAsync("m2");

        Assert.Empty(_people.Told);
    }

    [Fact]
    public async Task What_a_process_claimed_and_did_not_tell_its_message_tells_when_it_comes_again()
    {
        _people.Failure = Failure.Passing("SNS answered 503");
        await Assert.ThrowsAsync<Failure>(() => TellAsync("m1"));
        _people.Failure = null;

        await TellAsync("m1");
        await TellAsync("m1");

        Assert.Equal(2, _people.Told.Count);
    }

    [Fact]
    public async Task What_a_process_claimed_and_did_not_tell_another_message_tells_after_the_lease()
    {
        await _claims.TryClaimAsync(Id, "m1", Now, Now + DailyNotifier.Lease, Token);
        _time.Advance(DailyNotifier.Lease + TimeSpan.FromSeconds(1));

        await TellAsync("m2");

        Assert.Single(_people.Told);
    }

    [Fact]
    public async Task A_memory_that_waiting_mends_fails_the_telling()
    {
        _claims.Failure = Failure.Passing("DynamoDB answered 503");

        await Assert.ThrowsAsync<Failure>(() => TellAsync("m1"));

        Assert.Empty(_people.Told);
    }

    [Fact]
    public async Task A_memory_that_only_a_person_can_mend_stops_nobody()
    {
        _claims.Failure = Failure.Lasting("the table is gone", "Deploy the stack again.");

        await TellAsync("m1");

        Assert.Single(_people.Told);
        Assert.Contains(
            "people are told without a look at what they know: the table is gone Deploy the stack again.", _log.Lines);
    }

    [Fact]
    public async Task What_was_told_and_is_not_remembered_does_not_fail()
    {
        _claims.ForgetFailure = Failure.Passing("DynamoDB answered 503");

        await TellAsync("m1");

        Assert.Single(_people.Told);
        Assert.Equal(["people were told, which is not remembered: DynamoDB answered 503 "], _log.Lines);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private static string Id => $"{Sample.Id}#{Notice("m1", "observe", Sample.Id.Value).CauseKey}";

    private DailyNotifier Process() => new(_people, _claims, _log, _time);

    private Task TellAsync(string source, string step = "observe", string? account = null) =>
        Process().TellAsync(Notice(source, step, account ?? Sample.Id.Value), Token);

    private static FailureNotice Notice(string source, string step, string account) =>
        new(source, "rejected", new RunFailure(step, "it failed", "Mend it."))
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

        public Exception? ForgetFailure { get; set; }

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

        public Task ToldAsync(string id, DateTimeOffset until, CancellationToken cancellationToken)
        {
            if ((ForgetFailure ?? Failure) is { } failure)
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
