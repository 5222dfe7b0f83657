using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Hosting;

/// <summary>An outcome as JSON members, in the log and in the response to a direct invocation.</summary>
internal static class OutcomeLine
{
    /// <summary>Apostrophes and letters of all alphabets are not escaped, so that log searches find them.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes accountId, accountName, outcome, steps, and the reason or the failure if there is one.</summary>
    public static void Write(Utf8JsonWriter line, RunReport report)
    {
        line.WriteString("accountId", report.Id.Value);
        line.WriteString("accountName", OutsideText.CleanName(report.AccountName));
        line.WriteString("outcome", report.Outcome.Word);
        switch (report.Outcome)
        {
            case RunOutcome.Onboarded onboarded:
                WriteSteps(line, onboarded.Steps);
                break;
            case RunOutcome.Unchanged unchanged:
                WriteSteps(line, []);
                if (unchanged.Why is { } connectedOtherwise)
                    line.WriteString("why", OutsideText.CleanSentence(connectedOtherwise));
                break;
            case RunOutcome.Skipped skipped:
                WriteSteps(line, []);
                line.WriteString("reason", skipped.Reason.Code);
                line.WriteString("why", OutsideText.CleanSentence(skipped.Reason.Sentence));
                break;
            case RunOutcome.Offboarded offboarded:
                WriteSteps(line, offboarded.Steps);
                line.WriteString("why", OutsideText.CleanSentence(offboarded.Why));
                break;
            case RunOutcome.Rejected rejected:
                WriteSteps(line, rejected.Applied);
                WriteFailure(line, rejected.Failure);
                break;
            case RunOutcome.Retry retry:
                WriteSteps(line, retry.Applied);
                WriteFailure(line, retry.Failure);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>
    /// Writes the failure as an object: the step, the cause, what to do, and the call if there was one.
    /// </summary>
    public static void WriteFailure(Utf8JsonWriter line, RunFailure failure)
    {
        line.WriteStartObject("failure");
        line.WriteString("step", failure.Step);
        line.WriteString("cause", OutsideText.CleanSentence(failure.Cause));
        line.WriteString("whatToDo", OutsideText.CleanSentence(failure.Advice));
        if (failure.Call is { } call)
        {
            line.WriteString("system", call.RemoteSystem);
            line.WriteString("operation", call.Operation);
            line.WriteString("resource", OutsideText.CleanSentence(call.Resource));
            if (call.Status is { } status)
                line.WriteNumber("status", status);
            line.WriteString("code", OutsideText.CleanSentence(call.Code));
            line.WriteString("requestId", OutsideText.CleanSentence(call.RequestId));
        }

        line.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter line, IEnumerable<Step> steps)
    {
        line.WriteStartArray("steps");
        foreach (var step in steps)
            line.WriteStringValue(step.Verb);
        line.WriteEndArray();
    }
}
