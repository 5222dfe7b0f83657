using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class FailureNoticeTests
{
    [Fact]
    public void Cause_of_an_equal_later_failure_is_the_same() =>
        Assert.Equal(Key(Call("request 1")), Key(Call("request 2")));

    [Fact]
    public void Cause_consists_of_step_system_operation_and_code() =>
        Assert.Equal("observe|Vendor|GET /accounts|Denied", Key(Call("refused", code: "Denied", status: 400)));

    [Theory]
    [InlineData(401, "observe|Vendor|GET /accounts|401")]
    [InlineData(null, "observe|Vendor|GET /accounts|")]
    public void Cause_without_a_code_contains_the_status(int? status, string key) =>
        Assert.Equal(key, Key(Call("refused", status: status)));

    [Fact]
    public void Cause_without_a_call_consists_of_step_and_outcome() =>
        Assert.Equal("create-role|retry", Notice(RunFailure.OutOfTime("create-role")).CauseKey);

    [Fact]
    public void Finished_run_has_no_notice()
    {
        Assert.Null(FailureNotice.TryCreate(Report(new RunOutcome.Unchanged()), "m"));
        Assert.Null(FailureNotice.TryCreate(Report(new RunOutcome.Onboarded([])), "m"));
        Assert.Null(FailureNotice.TryCreate(Report(new RunOutcome.Skipped(SkipReason.NoExecutionRole)), "m"));
    }

    [Fact]
    public void Rejected_run_needs_an_operator_and_retry_does_not()
    {
        var failure = new RunFailure("observe", "it failed", null);

        Assert.Equal(FailureKind.NeedsOperator, Kind(new RunOutcome.Rejected(failure, [])));
        Assert.Equal(FailureKind.Retryable, Kind(new RunOutcome.Retry(failure, [])));
    }

    [Fact]
    public void Defect_does_not_repeat_the_exception_text() =>
        Assert.DoesNotContain(
            "a secret",
            FailureNotice.Defect("m", new InvalidOperationException("a secret")).ToString(),
            StringComparison.Ordinal);

    private static FailureKind? Kind(RunOutcome outcome) => FailureNotice.TryCreate(Report(outcome), "m")?.Kind;

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
