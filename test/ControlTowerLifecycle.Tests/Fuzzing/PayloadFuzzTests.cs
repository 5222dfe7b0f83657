using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;
using static ControlTowerLifecycle.Events.LifecycleEvent;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>What others hand us to read: events, requests, policies, the secret.</summary>
[Trait("Category", "Long")]
public sealed class PayloadFuzzTests
{
    private const int LongestSentence = 256;

    [Fact]
    public void Any_event_is_read_or_unreadable() =>
        new FuzzRun("events", 10, Seeds.Events).Of(input => AssertRead(input.Bytes));

    [Fact]
    public void Any_batch_is_read_or_handed_back() => new FuzzRun("batches", 7, Seeds.Of("Payloads", "Sqs.*.json")).Of(input =>
    {
        try
        {
            foreach (var message in SqsBatch.TryRead(input.Bytes) ?? [])
                AssertRead(message.Body);
        }
        catch (FunctionErrorException handedBack)
        {
            Assert.Equal("UnreadableBatch", handedBack.Kind);
        }
    });

    [Fact]
    public void Any_request_of_CloudFormation_is_read_or_none() =>
        new FuzzRun("requests", 7, Seeds.Of("Payloads", "CustomResource.*.json")).Of(input =>
        {
            if (CustomResourceRequest.TryRead(input.Bytes) is { } request)
                Assert.NotNull(request.ResponseUrl);
        });

    [Fact]
    public void Any_policy_is_none_or_equals_what_is_sent_for_it() =>
        new FuzzRun("policies", 8, Seeds.Of("Payloads", "Policy.*.json")).Of(input =>
        {
            if (PolicyDocument.TryParse(input.Text) is not { } policy)
                return;

            Assert.Equal(policy, PolicyDocument.Parse(policy.Json));
            Assert.DoesNotContain(TrustedExternalIds.Of(policy), string.IsNullOrWhiteSpace);
        });

    [Fact]
    public void Any_secret_is_a_key_that_fits_a_header_or_is_refused_without_being_quoted() =>
        new FuzzRun("secrets", 4, Seeds.Of(Path.Combine("Fuzzing", "Payloads"), "secret.*")).Of(input =>
        {
            try
            {
                Assert.DoesNotContain(WorkloadSecuritySecret.Parse(input.Text).ApiKey, c => c is <= ' ' or >= '\x7f');
            }
            catch (WorkloadSecurityException unusable)
            {
                Assert.Equal(FailureKind.NeedsOperator, unusable.Kind);
                Assert.InRange(unusable.Message.Length, 1, LongestSentence);
                Assert.DoesNotContain(Sample.Key[..8], unusable.ToString(), StringComparison.Ordinal);
            }
        });

    private static void AssertRead(byte[] utf8)
    {
        var sentence = LifecycleEventDecoder.Decode(utf8) switch
        {
            Unreadable unreadable => unreadable.Why,
            NotOurs notOurs => notOurs.Why,
            _ => "",
        };
        Assert.InRange(sentence.Length, 0, LongestSentence);
    }
}
