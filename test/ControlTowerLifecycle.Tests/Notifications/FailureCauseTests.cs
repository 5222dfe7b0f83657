using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class FailureCauseTests
{
    [Fact]
    public void One_policy_that_denies_a_call_in_two_accounts_is_one_cause() => Assert.Equal(
        Key(Refusal("in account 1", code: "AccessDenied", deniedBy: "service control policy"), "create-role"),
        Key(Refusal("in account 2", code: "AccessDeniedException", deniedBy: "service control policy"), "observe"));

    [Fact]
    public void Denial_by_another_kind_of_policy_is_another_cause() => Assert.Equal(
        3,
        new[] { "service control policy", "permissions boundary", null }
            .Select(policy => Key(Refusal(code: "AccessDenied", deniedBy: policy))).Distinct().Count());

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(null)]
    public void System_that_is_not_available_is_one_cause_whichever_call_fails(int? status) => Assert.Equal(
        "retry|Vendor|unavailable",
        Key(Refusal(status: status, kind: FailureKind.Retryable, operation: $"GET /{status}"), outcome: "retry"));

    [Fact]
    public void Call_that_waits_for_the_budget_of_a_system_has_the_cause_of_its_outage() => Assert.Equal(
        "retry|Vendor|unavailable",
        Key(Refusal(status: null, kind: FailureKind.Retryable, wasSent: false), outcome: "retry"));

    [Fact]
    public void Refused_key_is_one_cause_whichever_call_is_refused() => Assert.Equal(
        Key(Refusal(status: 401, operation: "GET /accounts")), Key(Refusal(status: 401, operation: "POST /accounts", wasSent: false)));

    [Fact]
    public void Different_remedies_of_one_call_are_different_causes() =>
        Assert.NotEqual(Key(Refusal(advice: "Rename the role.")), Key(Refusal(advice: "Move the role.")));

    [Fact]
    public void Rejected_retried_and_last_attempts_and_accounts_that_left_are_different_causes()
    {
        var notice = Notice(RunFailure.Of("observe", Refusal()), "rejected");
        FailureNotice[] notices =
        [
            notice,
            notice with { Outcome = "retry" },
            notice with { Outcome = "retry", RetriedFor = TimeSpan.FromHours(2) },
            notice with { IsOffboarding = true },
        ];

        Assert.Equal(4, notices.Select(one => one.CauseKey).Distinct().Count());
    }

    [Fact]
    public void Number_of_attempts_is_not_part_of_the_cause()
    {
        var notice = Notice(RunFailure.Of("observe", Refusal(kind: FailureKind.Retryable, status: 404)), "retry") with
        {
            Kind = FailureKind.Retryable,
        };

        Assert.Equal(
            notice.AfterLastAttempt(20, TimeSpan.FromHours(3)).CauseKey, notice.AfterLastAttempt(21, TimeSpan.FromHours(4)).CauseKey);
    }

    [Fact]
    public void Failures_without_a_call_differ_by_their_reason() => Assert.Equal(
        ["retry|out of time", "retry|out of time", "retry|changed during the run"],
        new[] { RunFailure.OutOfTime("observe"), RunFailure.OutOfTime("create-role"), RunFailure.ChangedMeanwhile() }
            .Select(failure => Notice(failure, "retry").CauseKey));

    [Fact]
    public void Unreadable_messages_are_one_cause() => Assert.Equal(
        FailureNotice.Unreadable("m1", "it is empty").CauseKey, FailureNotice.Unreadable("m2", "it is no JSON").CauseKey);

    [Fact]
    public void Defects_differ_by_the_type_of_the_exception() => Assert.Equal(
        ["defect|unexpected InvalidOperationException", "defect|unexpected FormatException"],
        new Exception[] { new InvalidOperationException("1"), new FormatException("2") }
            .Select(thrown => FailureNotice.Defect("m", thrown).CauseKey));

    [Fact]
    public void Refusal_by_a_service_control_policy_says_so()
    {
        var denied = AwsException.ForRefusal(
            AwsService.Iam, "CreateRole", "role", new Amazon.Runtime.AmazonServiceException(
                "not authorized to perform: iam:CreateRole with an explicit deny in a service control policy")
            {
                ErrorCode = "AccessDenied",
                StatusCode = System.Net.HttpStatusCode.Forbidden,
            },
            retryAfter: null);

        Assert.Equal("create-role denied by an SCP", Phrase(denied));
    }

    [Theory]
    [InlineData("AccessDenied", 403, "create-role denied")]
    [InlineData("LimitExceeded", 409, "create-role: LimitExceeded")]
    [InlineData(null, 404, "create-role: HTTP 404")]
    [InlineData(null, 401, "Vendor refuses the key")]
    [InlineData(null, 200, "create-role failed")]
    public void Phrase_says_what_failed(string? code, int status, string phrase) =>
        Assert.Equal(phrase, Phrase(Refusal(code: code, status: status)));

    private static string Phrase(RemoteSystemException call) =>
        FailureCause.Phrase(Notice(RunFailure.Of("create-role", call), "rejected"));

    private static string Key(RemoteSystemException call, string step = "observe", string outcome = "rejected") =>
        Notice(RunFailure.Of(step, call), outcome).CauseKey;

    private static FailureNotice Notice(RunFailure failure, string outcome) => new("m", outcome, failure)
    {
        Account = Sample.Id,
        Kind = outcome == "retry" ? FailureKind.Retryable : FailureKind.NeedsOperator,
    };

    private static RefusedCall Refusal(
        string message = "refused", string? code = null, int? status = 403, string? deniedBy = null,
        FailureKind kind = FailureKind.NeedsOperator, string operation = "CreateRole", bool wasSent = true,
        string? advice = "Allow it.") => new(message)
        {
            RemoteSystem = "Vendor",
            Operation = operation,
            Status = status,
            Code = code,
            DeniedBy = deniedBy,
            Kind = kind,
            WasSent = wasSent,
            Advice = advice,
        };

    private sealed class RefusedCall(string message) : RemoteSystemException(message, null);
}
