using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class FailureNoticeTests
{
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
}
