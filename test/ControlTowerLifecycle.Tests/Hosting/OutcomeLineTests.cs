using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Hosting;

public class OutcomeLineTests
{
    private static readonly Step[] Steps = [new FakeStep("create-role"), new FakeStep("put-role-policy")];

    [Fact]
    public void Onboarded_outcome_lists_the_steps() => AssertWritten(
        new RunOutcome.Onboarded(Steps),
        """{"accountId":"444455556666","accountName":"payments-prod","outcome":"onboarded","steps":["create-role","put-role-policy"]}""");

    [Fact]
    public void Unchanged_outcome_has_no_steps() => AssertWritten(
        new RunOutcome.Unchanged(),
        """{"accountId":"444455556666","accountName":"payments-prod","outcome":"unchanged","steps":[]}""");

    [Fact]
    public void Text_of_a_vendor_in_an_unchanged_outcome_is_cleaned_and_cut()
    {
        var why = $"uses \u202earn{new string('n', OutsideText.LongestSentence)}";

        AssertWritten(
            new RunOutcome.Unchanged(why),
            $$"""
            {"accountId":"444455556666","accountName":"payments-prod","outcome":"unchanged","steps":[],
             "why":"{{OutsideText.CleanSentence(why)}}"}
            """);
        Assert.Equal(OutsideText.LongestSentence + 1, OutsideText.CleanSentence(why).Length);
    }

    [Fact]
    public void Skipped_outcome_has_the_reason() => AssertWritten(
        new RunOutcome.Skipped(SkipReason.ExcludedAccount),
        """
        {"accountId":"444455556666","accountName":"payments-prod","outcome":"skipped","steps":[],
         "reason":"excluded-account","why":"excluded by EXCLUDE_ACCOUNTS"}
        """);

    [Fact]
    public void Offboarded_outcome_lists_the_steps_and_the_reason() => AssertWritten(
        new RunOutcome.Offboarded([new FakeStep("remove-connector")], "the account is closed"),
        """
        {"accountId":"444455556666","accountName":"payments-prod","outcome":"left","steps":["remove-connector"],
         "why":"the account is closed"}
        """);

    [Fact]
    public void Rejected_outcome_has_the_applied_steps_and_what_to_do() => AssertWritten(
        new RunOutcome.Rejected(new RunFailure("put-role-policy", "it failed", "Repair it."), [Steps[0]]),
        """
        {"accountId":"444455556666","accountName":"payments-prod","outcome":"rejected","steps":["create-role"],
         "failure":{"step":"put-role-policy","cause":"it failed","whatToDo":"Repair it."}}
        """);

    [Fact]
    public void Retry_outcome_has_the_failed_call()
    {
        var call = new WorkloadSecurityException("it failed", null)
        {
            RemoteSystem = "Workload Security",
            Operation = "POST /awsconnectors",
            Resource = "444455556666",
            Status = 503,
            Code = "Busy",
            RequestId = "r-1",
            Kind = FailureKind.Retryable,
        };

        AssertWritten(
            new RunOutcome.Retry(RunFailure.Of("register-connector", call), Steps),
            """
            {"accountId":"444455556666","accountName":"payments-prod","outcome":"retry","steps":["create-role","put-role-policy"],
             "failure":{"step":"register-connector","cause":"it failed","whatToDo":null,"system":"Workload Security",
              "operation":"POST /awsconnectors","resource":"444455556666","status":503,"code":"Busy","requestId":"r-1"}}
            """);
    }

    [Fact]
    public void Call_without_a_response_has_no_status()
    {
        var call = FakeProtection.Failure(FailureKind.Retryable);

        var failure = Written(new RunOutcome.Retry(RunFailure.Of("observe", call), []))["failure"]!.AsObject();

        Assert.False(failure.ContainsKey("status"));
    }

    private static void AssertWritten(RunOutcome outcome, string expected) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Written(outcome).ToJsonString());

    private static JsonNode Written(RunOutcome outcome)
    {
        using var buffer = new MemoryStream();
        using (var line = new Utf8JsonWriter(buffer))
        {
            line.WriteStartObject();
            OutcomeLine.Write(line, new RunReport(Sample.Id, outcome) { AccountName = "payments-prod" });
            line.WriteEndObject();
        }

        return JsonNode.Parse(buffer.ToArray())!;
    }
}
