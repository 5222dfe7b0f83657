using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

public class LifecycleLogTests
{
    private readonly MemoryStream _output = new();
    private readonly LifecycleLog _log;

    public LifecycleLogTests() => _log = new LifecycleLog(_output, new ManualTime(Sample.Start));

    [Fact]
    public void Applied_step_is_logged_at_level_debug()
    {
        _log.RequestId = "r-1";

        _log.StepApplied(Sample.Id, "payments-prod", new FakeStep("create-role"));

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Debug","message":"step applied","requestId":"r-1",
             "accountId":"444455556666","accountName":"payments-prod","step":"create-role","target":"it"}
            """);
    }

    [Fact]
    public void Outcome_is_one_line_of_level_information()
    {
        _log.Outcome(
            new RunReport(Sample.Id, new RunOutcome.Unchanged()) { AccountName = "payments-prod" },
            TimeSpan.FromMilliseconds(1234.9),
            "m-1");

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"outcome","accountId":"444455556666",
             "accountName":"payments-prod","outcome":"unchanged","steps":[],"durationMs":1234,"messageId":"m-1"}
            """);
    }

    [Fact]
    public void Required_action_is_an_error_with_what_to_do()
    {
        var failure = new RunFailure("observe", "it failed", "Repair it.");

        _log.ActionRequired(new FailureNotice("m-1", "rejected", failure) { Account = Sample.Id, Kind = FailureKind.NeedsOperator });

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Error","message":"action required","accountId":"444455556666",
             "accountName":null,"failure":{"step":"observe","cause":"it failed","whatToDo":"Repair it."}}
            """);
    }

    [Fact]
    public void Dead_letter_is_logged_with_its_failures()
    {
        var failure = new RunFailure("observe", "it failed", null);

        _log.DeadLetter("m-1", 20, [new FailureNotice("m-1", "retry", failure) { Account = Sample.Id, Kind = FailureKind.Retryable }]);

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"dead letter","messageId":"m-1","receives":20,
             "failures":[{"accountId":"444455556666","outcome":"retry"}]}
            """);
    }

    [Fact]
    public void Unreadable_message_is_an_error()
    {
        _log.Unreadable("m-1", "the message is empty");

        var line = Line();
        Assert.Equal(("Error", "m-1", "the message is empty"), ((string?)line["level"], (string?)line["messageId"], (string?)line["why"]));
        Assert.NotNull(line["whatToDo"]);
    }

    [Fact]
    public void Ignored_event_is_information()
    {
        _log.Ignored(null, "an event of aws.ec2");

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"ignored","messageId":null,"why":"an event of aws.ec2"}
            """);
    }

    [Fact]
    public void Kept_protection_is_information()
    {
        _log.ProtectionKept("444455556666", "CloseAccountResult");

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"account or unit left, protection kept",
             "left":"444455556666","event":"CloseAccountResult"}
            """);
    }

    [Fact]
    public void Backfill_is_logged_with_its_counts()
    {
        _log.Walk("backfill queued", new WalkRequest(WalkKind.Deploy), Counted);

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"backfill queued","accounts":10,"queued":4,
             "skipped":{"suspended":5},"orphaned":0,"governance":"known"}
            """);
    }

    [Fact]
    public void Reconcile_is_logged_with_the_number_of_unprotected_accounts()
    {
        _log.Walk("reconciled", new WalkRequest(WalkKind.Reconcile, "ou-ab12-c3d4e5f6"), Counted with { Orphaned = null });

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"reconciled","organizationalUnit":"ou-ab12-c3d4e5f6",
             "accounts":10,"protected":1,"connectedOtherwise":0,"missing":2,"drifted":1,"widened":0,"failed":1,"unprotected":4,"queued":4,
             "skipped":{"suspended":5},"governance":"known"}
            """);
    }

    private static readonly WalkSummary Counted = new()
    {
        Accounts = 10,
        Protected = 1,
        Missing = 2,
        Drifted = 1,
        Failed = 1,
        Queued = 4,
        Skipped = new Dictionary<string, int>(StringComparer.Ordinal) { ["suspended"] = 5 },
        Orphaned = 0,
        Governance = WalkSummary.GovernanceKnown,
    };

    [Fact]
    public void Failure_without_an_account_is_an_error()
    {
        _log.Failed("the response was not sent", "HTTP 403", null);

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Error","message":"the response was not sent","cause":"HTTP 403","whatToDo":null}
            """);
    }

    [Fact]
    public void Defect_is_an_error_with_its_type_and_stack_trace()
    {
        try
        {
            throw new InvalidOperationException("two\nlines");
        }
        catch (InvalidOperationException thrown)
        {
            _log.Defect("message m-1", thrown);
        }

        var line = Line();
        Assert.Equal(
            ("Error", "System.InvalidOperationException", "two lines"),
            ((string?)line["level"], (string?)line["type"], (string?)line["cause"]));
        Assert.Contains(
            nameof(Defect_is_an_error_with_its_type_and_stack_trace),
            (string?)line["stackTrace"],
            StringComparison.Ordinal);
    }

    private JsonNode Line()
    {
        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return JsonNode.Parse(text)!;
    }

    private void AssertLine(string expected) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Line().ToJsonString());
}
