using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class FailureNoticeTests
{
    [Fact]
    public void The_same_failure_at_another_time_is_the_same_cause() =>
        Assert.Equal(Key(Call("request 1")), Key(Call("request 2")));

    [Fact]
    public void A_cause_is_step_system_operation_and_code() =>
        Assert.Equal("observe|Vendor|GET /accounts|Denied", Key(Call("refused", code: "Denied", status: 400)));

    [Theory]
    [InlineData(401, "observe|Vendor|GET /accounts|401")]
    [InlineData(null, "observe|Vendor|GET /accounts|")]
    public void Without_a_code_the_status_takes_its_place(int? status, string key) =>
        Assert.Equal(key, Key(Call("refused", status: status)));

    [Fact]
    public void A_failure_without_a_call_is_told_apart_by_its_step() =>
        Assert.Equal("create-role|retry", Notice(RunFailure.OutOfTime("create-role")).CauseKey);

    [Fact]
    public void What_is_done_with_is_no_failure()
    {
        Assert.Null(FailureNotice.Of(Report(new RunOutcome.Unchanged()), "m"));
        Assert.Null(FailureNotice.Of(Report(new RunOutcome.Onboarded([])), "m"));
        Assert.Null(FailureNotice.Of(Report(new RunOutcome.Skipped(SkipReason.NoExecutionRole)), "m"));
    }

    [Fact]
    public void A_rejection_is_a_person_s_and_a_retry_is_not()
    {
        var failure = new RunFailure("observe", "it failed", null);

        Assert.Equal(
            FailureKind.NeedsOperator, FailureNotice.Of(Report(new RunOutcome.Rejected(failure, [])), "m")!.Kind);
        Assert.Equal(FailureKind.Retryable, FailureNotice.Of(Report(new RunOutcome.Retry(failure, [])), "m")!.Kind);
    }

    [Fact]
    public void A_defect_does_not_repeat_what_was_thrown() =>
        Assert.DoesNotContain(
            "a secret",
            FailureNotice.Defect("m", new InvalidOperationException("a secret")).ToString(),
            StringComparison.Ordinal);

    private static RunReport Report(RunOutcome outcome) => new(Sample.Id, outcome);

    private static string Key(RemoteSystemException call) => Notice(RunFailure.Of("observe", call)).CauseKey;

    private static FailureNotice Notice(RunFailure failure) =>
        new("m", "retry", failure) { Account = Sample.Id, Kind = FailureKind.Retryable };

    private static RefusedCall Call(string message, int? status = 400, string? code = null) => new(message)
    {
        RemoteSystem = "Vendor",
        Operation = "GET /accounts",
        Status = status,
        Code = code,
        Kind = FailureKind.NeedsOperator,
        RequestId = message,
    };

    private sealed class RefusedCall(string message) : RemoteSystemException(message, null);
}
