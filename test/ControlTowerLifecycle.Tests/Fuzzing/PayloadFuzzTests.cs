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

/// <summary>The input that others control: events, requests, policies, the secret.</summary>
[Trait("Category", "Long")]
public sealed class PayloadFuzzTests
{
    private const int MaximumSentenceLength = 256;

    [Fact]
    public void Event_is_read_or_unreadable() =>
        new FuzzRun("events", 10, Seeds.Events).Run(input => AssertRead(input.Bytes));

    [Fact]
    public void Batch_is_read_or_returned() => new FuzzRun("batches", 7, Seeds.Of("Payloads", "Sqs.*.json")).Run(input =>
    {
        try
        {
            foreach (var message in SqsBatch.TryRead(input.Bytes) ?? [])
                AssertRead(message.Body);
        }
        catch (FunctionErrorException returned)
        {
            Assert.Equal("UnreadableBatch", returned.Kind);
        }
    });

    [Fact]
    public void CloudFormation_request_is_read_or_null() =>
        new FuzzRun("requests", 7, Seeds.Of("Payloads", "CustomResource.*.json")).Run(input =>
        {
            if (CustomResourceRequest.TryRead(input.Bytes) is { } request)
                Assert.NotNull(request.ResponseUrl);
        });

    [Fact]
    public void Policy_is_null_or_equals_its_serialized_form() =>
        new FuzzRun("policies", 8, Seeds.Of("Payloads", "Policy.*.json")).Run(input =>
        {
            if (PolicyDocument.TryParse(input.Text) is not { } policy)
                return;

            Assert.Equal(policy, PolicyDocument.Parse(policy.Json));
            Assert.DoesNotContain(TrustedExternalIds.Of(policy, Sample.Role.VendorPrincipal), string.IsNullOrWhiteSpace);
        });

    [Fact]
    public void Secret_is_a_valid_header_value_or_is_refused_without_a_quote() =>
        new FuzzRun("secrets", 4, Seeds.Of(Path.Combine("Fuzzing", "Payloads"), "secret.*")).Run(input =>
        {
            try
            {
                Assert.DoesNotContain(WorkloadSecuritySecret.Parse(input.Text).ApiKey, c => c is <= ' ' or >= '\x7f');
            }
            catch (WorkloadSecurityException unusable)
            {
                Assert.Equal(FailureKind.NeedsOperator, unusable.Kind);
                Assert.InRange(unusable.Message.Length, 1, MaximumSentenceLength);
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
        Assert.InRange(sentence.Length, 0, MaximumSentenceLength);
    }
}
