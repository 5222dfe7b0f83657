using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Functions.SupportCase;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Documents;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.FollowUps;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>What the function does with a message of its queue.</summary>
public sealed class SupportCaseFunctionTests : IDisposable
{
    private readonly FakeSupport _support = new();
    private readonly FakeNotifier _notifications = new();
    private readonly FakeDeadLetters _deadLetters = new();
    private readonly Output _output = new();
    private readonly ManualTime _time = new(At.Start);

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task New_account_gets_a_case()
    {
        Assert.Empty(await InvokeAsync(Event()));

        Assert.Equal(
            "New Account Created via Control Tower - Account ID: 444455556666 || Account Name: payments-prod",
            Assert.Single(_support.Opened).Subject);
        Assert.Equal("case-1", _output.Line("support case opened").Text("caseId"));
    }

    [Fact]
    public async Task Account_with_a_case_gets_no_second_one()
    {
        await InvokeAsync(Event());
        Assert.Empty(await InvokeAsync(Event()));

        Assert.Single(_support.Opened);
        Assert.Equal("case-1", _output.Line("support case exists").Text("caseId"));
    }

    [Theory]
    [InlineData("newlyProtected", "null", 1)]
    [InlineData("newlyProtected", "false", 0)]
    [InlineData("origin", "\"governed\"", 0)]
    [InlineData("origin", "\"direct\"", 0)]
    public async Task Only_an_account_that_is_vended_and_may_be_newly_protected_gets_a_case(string member, string value, int cases)
    {
        Assert.Empty(await InvokeAsync(Event(e => e["detail"]![member] = JsonNode.Parse(value))));

        Assert.Equal(cases, _support.Opened.Count);
    }

    [Theory]
    [InlineData("source", "aws.controltower")]
    [InlineData("detail-type", "Account Left")]
    public async Task Other_events_are_ignored(string member, string value)
    {
        Assert.Empty(await InvokeAsync(Event(e => e[member] = value)));

        Assert.Empty(_support.Opened);
        Assert.Single(_output.LinesOf("ignored"));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"source\":\"controltower.lifecycle\"}")]
    [InlineData("{\"source\":\"controltower.lifecycle\",\"detail-type\":\"Account Onboarded\",\"detail\":{\"accountId\":\"1\"}}")]
    public async Task Unreadable_message_becomes_a_dead_letter(string body)
    {
        Assert.Empty(await InvokeAsync(body));

        Assert.Equal(body, Assert.Single(_deadLetters.Kept).Body);
        Assert.Empty(_support.Opened);
    }

    [Fact]
    public async Task Missing_support_plan_is_one_clear_rejection()
    {
        _support.Failure = Failure.Lasting("AWS Support refused CreateCase with SubscriptionRequiredException", "Subscribe to a plan.");

        Assert.Empty(await InvokeAsync(Event()));

        var notice = Assert.Single(_notifications.Notices);
        Assert.True(notice.IsFollowUp);
        Assert.Equal(("open-support-case", "unopened"), (notice.Failure.Step, notice.Outcome));
        Assert.Single(_deadLetters.Kept);
    }

    [Fact]
    public async Task Retryable_failure_returns_the_message()
    {
        _support.Failure = Failure.Passing("AWS Support refused CreateCase with CaseCreationLimitExceeded");

        Assert.Equal(["m0"], await InvokeAsync(Event()));

        Assert.Empty(_deadLetters.Kept);
        Assert.Empty(_notifications.Sent);
    }

    [Fact]
    public async Task Message_is_returned_while_another_attempt_holds_the_claim()
    {
        _support.IsHeld = true;

        Assert.Equal(["m0"], await InvokeAsync(Event()));

        Assert.Empty(_support.Opened);
    }

    [Fact]
    public async Task Direct_invocation_is_refused() => await Assert.ThrowsAsync<FunctionErrorException>(
        () => Function().InvokeAsync(
            new Invocation("request", At.Start + TimeSpan.FromMinutes(1), null, Encoding.UTF8.GetBytes(Event())),
            TestContext.Current.CancellationToken));

    private async Task<IReadOnlyList<string>> InvokeAsync(string body) => Batch.HandedBack(await Function().InvokeAsync(
        new Invocation("request", At.Start + TimeSpan.FromMinutes(1), null, Batch.Of(body)), TestContext.Current.CancellationToken));

    private SupportCaseFunction Function()
    {
        var log = new LifecycleLog(_output, _time);
        var failed = new FailedMessages(
            new FakeReceivedMessages(), _deadLetters, new OperatorNotifier(_notifications, log),
            new RetryBackoff(new FixedRandom(0.5)), 20, log, _time);
        return new SupportCaseFunction(new SupportCases(_support, _support, SupportCaseSample.Template, _time), failed, log, _time);
    }

    private static string Event(Action<JsonObject>? change = null)
    {
        var e = JsonNode.Parse(Repository.Read("docs/events/account-onboarded.example.json"))!.AsObject();
        change?.Invoke(e);
        return e.ToJsonString();
    }

    private sealed class FakeSupport : ISupport, ICaseClaims
    {
        private readonly List<SupportCaseRequest> _opened = [];
        private string? _caseId;

        public IReadOnlyList<SupportCaseRequest> Opened => _opened;

        public Exception? Failure { get; set; }

        public bool IsHeld { get; set; }

        public Task<string?> FindCaseAsync(SupportCaseRequest request, DateTimeOffset after, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public Task<string> CreateCaseAsync(SupportCaseRequest request, CancellationToken cancellationToken)
        {
            if (Failure is not null)
                throw Failure;
            _opened.Add(request);
            return Task.FromResult($"case-{_opened.Count}");
        }

        public Task<bool> TryClaimAsync(
            AccountId account, string claimant, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
            Task.FromResult(!IsHeld && _caseId is null);

        public Task<string?> FindCaseAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult(_caseId);

        public Task RecordCaseAsync(AccountId account, string caseId, CancellationToken cancellationToken)
        {
            _caseId = caseId;
            return Task.CompletedTask;
        }
    }
}
