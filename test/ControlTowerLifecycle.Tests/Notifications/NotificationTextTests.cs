using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

public sealed class NotificationTextTests
{
    private static readonly RunFailure Failure = new("delete-role", "it failed", "Correct it.");

    private static readonly RepeatCommand Repeat = new("lifecycle", "eu-west-1")
    {
        WorkQueueArn = "arn:aws:sqs:eu-west-1:111122223333:work",
        DeadLetterQueueArn = "arn:aws:sqs:eu-west-1:111122223333:dead",
    };

    [Fact]
    public void First_notification_names_the_account_and_the_command_that_runs_it_again()
    {
        var notification = First(Notice());
        var body = Body(notification, new RepeatCommand("lifecycle", "eu-west-1"));

        Assert.Equal(
            "[Control Tower Lifecycle] Account 444455556666: delete-role failed (action required)",
            NotificationText.Subject(notification));
        Assert.StartsWith("1 account is not protected.\n", body, StringComparison.Ordinal);
        Assert.Contains("Correct it.", body, StringComparison.Ordinal);
        Assert.Contains("\nAfter the repair, run each account again\nctlifecycle onboard 444455556666\n", body, StringComparison.Ordinal);
        Assert.Contains("""--payload '{"accountId":"444455556666"}'""", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Invoked_accounts_have_a_command_for_ten_of_them()
    {
        var body = Body(Digest(Notice() with { IsOfMessage = false }, 12));

        Assert.Contains("\nctlifecycle onboard 100000000000 100000000001 ", body, StringComparison.Ordinal);
        Assert.Contains(" 100000000009\nctlifecycle onboard 100000000010 100000000011\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_letters_of_support_cases_are_moved_without_the_tool_which_does_not_read_them()
    {
        var notice = FailureNotice.Defect("m", new InvalidOperationException());
        var body = Body(First(notice), new RepeatCommand("lifecycle", "eu-west-1")
        {
            WorkQueueArn = Repeat.WorkQueueArn,
            DeadLetterQueueArn = Repeat.DeadLetterQueueArn,
            IsOfTool = false,
        });

        Assert.DoesNotContain("ctlifecycle", body, StringComparison.Ordinal);
        Assert.Contains("After the repair: this moves all dead letters back to their queue\naws sqs", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_is_run_again() => Assert.Contains(
        "After the repair, run the messages again\nctlifecycle letters redrive --cause ",
        Body(First(FailureNotice.Defect("m", new InvalidOperationException()))),
        StringComparison.Ordinal);

    [Fact]
    public void Digest_says_how_many_accounts_and_lists_a_hundred()
    {
        var notification = Digest(Notice(), 499);
        var body = Body(notification);

        Assert.Equal(
            "[Control Tower Lifecycle] 499 accounts: delete-role failed (action required)", NotificationText.Subject(notification));
        Assert.Contains("\n  100000000099 (account 99)\n  and 399 more\n", body, StringComparison.Ordinal);
        Assert.Contains(
            """
            After the repair, run the messages again
            ctlifecycle letters redrive --cause 5fb368b6

            Without ctlifecycle: this moves all dead letters back to their queue
            aws sqs start-message-move-task --region eu-west-1 \
              --source-arn arn:aws:sqs:eu-west-1:111122223333:dead \
              --destination-arn arn:aws:sqs:eu-west-1:111122223333:work

            """,
            body,
            StringComparison.Ordinal);
        Assert.Contains("Runbook: docs/operations.md#notifications", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_that_is_retried_is_said_to_be_safe_and_until_when()
    {
        var notification = Digest(Notice() with { Outcome = "retry", RetriedFor = TimeSpan.FromHours(3) }, 2);
        var body = Body(notification);

        Assert.Equal(
            "[Control Tower Lifecycle] 2 accounts: delete-role failed (retried until 12:12 UTC)", NotificationText.Subject(notification));
        Assert.Contains(
            "Nothing is lost: each account is retried automatically until about 12:12 UTC, then", body, StringComparison.Ordinal);
        Assert.DoesNotContain("start-message-move-task", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Last_attempt_is_said_to_be_the_last()
    {
        var notice = FailureNotice.TryCreate(new RunReport(Sample.Id, new RunOutcome.Retry(Failure, [])), "m")!;

        Assert.EndsWith("(last retry failed)", NotificationText.Subject(First(notice)), StringComparison.Ordinal);
    }

    [Fact]
    public void Notification_of_an_account_that_left_has_no_command_that_would_onboard_it()
    {
        var body = Body(First(Notice(isOffboarding: true)), new RepeatCommand("lifecycle", "eu-west-1"));

        Assert.StartsWith("1 account is still connected.\n", body, StringComparison.Ordinal);
        Assert.Contains("\nctlifecycle offboard 444455556666\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("lambda invoke", body, StringComparison.Ordinal);
        Assert.DoesNotContain("onboard", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_message_is_not_said_to_run_again()
    {
        var notification = First(FailureNotice.Unreadable("m1", "it is empty"));
        var body = Body(notification);

        Assert.Equal(
            "[Control Tower Lifecycle] 1 message: cannot be read (action required)", NotificationText.Subject(notification));
        Assert.StartsWith("1 message failed permanently.\n", body, StringComparison.Ordinal);
        Assert.Contains(
            "\nAfter the repair, delete the messages\nctlifecycle letters delete --cause 665d7ab0\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("start-message-move-task", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Account_name_adds_no_line() => Assert.Contains(
        "  444455556666 (x  What to do Delete the stack)\n",
        Body(First(Notice("x\n\nWhat to do\nDelete the stack"))),
        StringComparison.Ordinal);

    [Fact]
    public void Text_from_the_table_adds_no_line_and_no_command()
    {
        var failure = FailureSummary.Of(Notice()) with
        {
            Phrase = "a\nb",
            Step = "c\nd",
            Cause = "e\nf",
            Advice = "g\nh",
            RequestId = "i\nj",
            Source = "k\nl",
            IsOfMessage = false,
        };
        var notification = new CauseNotification(failure, [new Affected("1'; rm -rf / #", "m\nn")], Sample.Start);

        var text = NotificationText.Subject(notification) + Body(notification);

        Assert.All("bdfhjln", letter => Assert.DoesNotContain($"\n{letter}", text, StringComparison.Ordinal));
        Assert.Contains("""--payload '{"accountId":"ACCOUNT_ID"}'""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_phrase_is_cut_and_the_action_is_kept()
    {
        var long200 = FailureSummary.Of(Notice()) with { Phrase = new string('x', 200), RetriedForMinutes = 1 };

        var subject = NotificationText.Subject(new CauseNotification(long200, [new Affected("444455556666", null)], Sample.Start));

        Assert.Equal(99, subject.Length);
        Assert.EndsWith("x (retried until 09:13 UTC)", subject, StringComparison.Ordinal);
    }

    private static FailureNotice Notice(string? name = null, bool isOffboarding = false) =>
        FailureNotice.TryCreate(
            new RunReport(Sample.Id, new RunOutcome.Rejected(Failure, [])) { AccountName = name, IsOffboarding = isOffboarding },
            "m-1")! with
        {
            IsOfMessage = true,
        };

    private static CauseNotification First(FailureNotice notice) =>
        new(FailureSummary.Of(notice), [Affected.Of(notice)], Sample.Start);

    private static CauseNotification Digest(FailureNotice notice, int accounts) => new(
        FailureSummary.Of(notice),
        [.. Enumerable.Range(0, accounts).Select(account => new Affected($"{100_000_000_000 + account}", $"account {account}"))],
        Sample.Start)
    {
        IsDigest = true,
    };

    private static string Body(CauseNotification notification, RepeatCommand? repeat = null) =>
        new NotificationText(repeat ?? Repeat).Body(notification).ReplaceLineEndings("\n");
}
