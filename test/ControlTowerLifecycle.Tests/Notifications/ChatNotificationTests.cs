using System.Text.Json.Nodes;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Documents;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>The form for chat and paging services.</summary>
public sealed class ChatNotificationTests
{
    private static readonly RepeatCommand Repeat = new("lifecycle", "eu-west-1")
    {
        WorkQueueArn = "arn:aws:sqs:eu-west-1:111122223333:work",
        DeadLetterQueueArn = "arn:aws:sqs:eu-west-1:111122223333:dead",
    };

    private static readonly FailureSummary Denied = new(
        "rejected|AWS IAM|CreateRole|AccessDenied|service control policy|1b2c3d4e",
        "create-role denied by an SCP",
        "rejected",
        "create-role",
        "AWS IAM refused CreateRole on CloudOneWorkloadConnectorRole with AccessDenied (HTTP 403): explicit deny in a service control policy")
    {
        Advice = "A service control policy (SCP) denies iam:CreateRole and iam:TagRole: exempt the execution role in it.",
        Code = "AccessDenied",
        IsOfAccount = true,
        IsOfMessage = true,
    };

    [Fact]
    public void Documented_example_is_what_a_digest_sends()
    {
        var example = JsonNode.Parse(Repository.Read("docs/events/notification.example.json"))!;
        var sent = Write(Denied, [new Affected("444455556666", "payments-prod"), new Affected("555566667777", "payments-test")]);

        Assert.True(JsonNode.DeepEquals(example, sent), sent.ToJsonString());
    }

    [Fact]
    public void Text_from_outside_cannot_mention_anybody_make_a_link_or_end_its_code()
    {
        const string attack = "x` <!channel> @here <https://evil.example|ok> [a](b)\n*bold*";
        var sent = Write(
            Denied with { Phrase = attack, Cause = attack, Advice = attack, Code = attack, Step = attack, Outcome = attack },
            [new Affected("444455556666", attack)]);

        var content = sent["content"]!;
        string[] shown =
        [
            (string)content["title"]!,
            .. ((string)content["description"]!).Split('\n').Where(line => line.Contains("bold", StringComparison.Ordinal)),
            (string)content["nextSteps"]![0]!,
        ];
        Assert.Equal(4, shown.Length);
        Assert.All(shown, text =>
        {
            Assert.DoesNotContain('<', text);
            Assert.DoesNotContain('@', text);
            Assert.EndsWith("`", text, StringComparison.Ordinal);
            Assert.Equal(0, text.Count(character => character == '`') % 2);
        });
    }

    [Fact]
    public void Every_text_is_within_the_limits_of_the_service()
    {
        var lengthy = string.Concat(Enumerable.Repeat("𝔸", 20_000));
        var sent = Write(
            Denied with
            {
                Phrase = lengthy,
                Cause = lengthy,
                Advice = lengthy,
                Code = lengthy,
                Step = lengthy,
                Outcome = lengthy,
                CauseKey = lengthy,
            },
            [.. Enumerable.Range(0, 10_000).Select(account => new Affected($"{100_000_000_000 + account}", lengthy))]);

        var (content, metadata) = (sent["content"]!, sent["metadata"]!);
        Assert.InRange(((string)content["title"]!).EnumerateRunes().Count(), 1, 250);
        Assert.InRange(((string)content["description"]!).EnumerateRunes().Count(), 1, 8000);
        Assert.InRange(content["nextSteps"]!.AsArray().Count, 1, 10);
        Assert.All(content["nextSteps"]!.AsArray(), step => Assert.InRange(((string)step!).EnumerateRunes().Count(), 1, 350));
        Assert.InRange(content["keywords"]!.AsArray().Count, 1, 10);
        Assert.All(content["keywords"]!.AsArray(), word => Assert.InRange(((string)word!).EnumerateRunes().Count(), 1, 75));
        Assert.Equal(10, metadata["relatedResources"]!.AsArray().Count);
        Assert.Equal("10000", (string?)metadata["additionalContext"]!["accounts"]);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(sent.ToJsonString()), 1, 64_000);
    }

    [Fact]
    public void All_notifications_of_a_cause_are_one_thread() => Assert.Equal(
        Write(Denied, [new Affected("444455556666", null)])["metadata"]!["threadId"]!.GetValue<string>(),
        Write(Denied with { Cause = "another account" }, [new Affected("555566667777", null)])["metadata"]!["threadId"]!.GetValue<string>());

    [Fact]
    public void Account_that_is_retried_has_no_command()
    {
        var sent = Write(Denied with { RetriedForMinutes = 90 }, [new Affected("444455556666", null)]);

        Assert.Equal(2, sent["content"]!["nextSteps"]!.AsArray().Count);
        Assert.Equal("true", (string?)sent["metadata"]!["additionalContext"]!["isRetried"]);
    }

    private static JsonNode Write(FailureSummary failure, IReadOnlyList<Affected> affected) => JsonNode.Parse(
        ChatNotification.Write(new CauseNotification(failure, affected, Sample.Start) { IsDigest = true }, Repeat))!;
}
