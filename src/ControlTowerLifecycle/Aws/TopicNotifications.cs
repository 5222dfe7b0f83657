using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Tells people by an SNS topic: what happened, to which account, what to do, and the command that runs just this
/// account again.
/// </summary>
internal sealed class TopicNotifications(SnsClient sns, string topicArn, string functionName, string region) : INotifications
{
    public Task TellAsync(OnboardingReport report, OnboardingFailure failure, CancellationToken cancellationToken) =>
        sns.PublishAsync(topicArn, Subject(report), Message(report, failure), cancellationToken);

    private static string Subject(OnboardingReport report) =>
        $"Account {report.Id} is not protected: a person is needed";

    private string Message(OnboardingReport report, OnboardingFailure failure) =>
        $$"""
        Account:  {{report.Id}} ({{report.AccountName ?? "name not known"}})
        Step:     {{failure.Step}}
        Cause:    {{failure.Cause}}
        Request:  {{failure.Call?.RequestId ?? "none"}}

        What to do
        {{failure.WhatToDo ?? "Look at the function's log for this account."}}

        Then run this account again
        aws lambda invoke --region {{region}} --function-name {{functionName}} \
          --cli-binary-format raw-in-base64-out --payload '{"accountId":"{{report.Id}}"}' /dev/stdout

        """;
}
