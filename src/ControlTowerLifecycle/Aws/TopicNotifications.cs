using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Tells people by an SNS topic: what happened, to which account, what to do, and how just this account is run again.
/// </summary>
internal sealed class TopicNotifications(SnsClient sns, string topicArn, string functionName, string region) : INotifications
{
    /// <summary>An account that is named by hand is onboarded, and the opposite is wanted here.</summary>
    private const string RunDepartureAgain =
        """
        Then let the event come again
        Start a redrive of the dead-letter queue; the message of this account ends there.
        """;

    public Task TellAsync(OnboardingReport report, OnboardingFailure failure, CancellationToken cancellationToken) =>
        sns.PublishAsync(topicArn, Subject(report), Message(report, failure), cancellationToken);

    private static string Subject(OnboardingReport report) =>
        $"Account {report.Id} is {(report.HasLeft ? "still connected" : "not protected")}: a person is needed";

    private string Message(OnboardingReport report, OnboardingFailure failure) =>
        $$"""
        Account:  {{report.Id}} ({{report.AccountName ?? "name not known"}})
        Step:     {{failure.Step}}
        Cause:    {{failure.Cause}}
        Request:  {{failure.Call?.RequestId ?? "none"}}

        What to do
        {{failure.WhatToDo ?? "Look at the function's log for this account."}}

        {{(report.HasLeft ? RunDepartureAgain : RunAgain(report))}}

        """;

    private string RunAgain(OnboardingReport report) =>
        $$"""
        Then run this account again
        aws lambda invoke --region {{region}} --function-name {{functionName}} \
          --cli-binary-format raw-in-base64-out --payload '{"accountId":"{{report.Id}}"}' /dev/stdout
        """;
}
