using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class BatchResponseTests
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);
    private static readonly IReadOnlyList<QueueMessage> Batch = [Message("a"), Message("b"), Message("c")];

    [Theory]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("{}", "")]
    [InlineData("""{"batchItemFailures":null}""", "")]
    [InlineData("""{"batchItemFailures":[]}""", "")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"b"}]}""", "b")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"a"}]}""", "ac")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}""", "b")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"x"}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", "abc")]
    [InlineData("""{"batchItemFailures":[{"messageId":"b"}]}""", "abc")]
    [InlineData("""{"batchItemFailures":["b"]}""", "abc")]
    [InlineData("""{"batchItemFailures":{}}""", "abc")]
    [InlineData("\"done\"", "abc")]
    [InlineData("{", "abc")]
    public void Response_lists_the_failed_messages(string response, string failed)
    {
        var items = BatchResponse.FailedItems(Batch, new InvocationResult.Succeeded(response), partialResponses: true);

        Assert.Equal(failed, string.Concat(items.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Any_response_is_a_success_without_partial_responses()
    {
        var result = new InvocationResult.Succeeded("""{"batchItemFailures":[{"itemIdentifier":"b"}]}""");

        Assert.Empty(BatchResponse.FailedItems(Batch, result, partialResponses: false));
    }

    [Fact]
    public void Crash_timeout_and_error_fail_the_whole_batch()
    {
        InvocationResult[] failures =
        [
            new InvocationResult.Crashed("A", 137),
            new InvocationResult.TimedOut("A", TimeSpan.FromSeconds(3)),
            new InvocationResult.FunctionError("Broken", "It broke.", "Function.Broken", "{}"),
        ];

        Assert.All(
            failures,
            failure => Assert.Equal(3, BatchResponse.FailedItems(Batch, failure, partialResponses: true).Count));
    }

    private static QueueMessage Message(string id) =>
        new(id, $"receipt-{id}", "{}", "", None, None);
}
