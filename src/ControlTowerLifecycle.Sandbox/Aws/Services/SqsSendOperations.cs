using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// SendMessage and SendMessageBatch. Single entries of a batch can fail in a response with HTTP 200.
/// </summary>
internal sealed partial class SqsSendOperations(QueueDirectory queues, SandboxFaults faults)
{
    private const int MostEntries = 10;
    private const int LargestRequest = 1024 * 1024;

    public JsonObject Send(AwsCall call)
    {
        var queue = SqsErrors.Queue(queues, call);
        var body = call.Text("MessageBody") ?? throw Missing("MessageBody");
        if (!IsValidText(body))
            throw SqsErrors.InvalidMessageContents();
        var attributes = SqsAttributes.Read(call);
        if (Encoding.UTF8.GetByteCount(body) + SqsAttributes.Size(attributes) > LargestRequest)
            throw call.Invalid(
                "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
        return Sent(queue, body, attributes, Delay(call.Number("DelaySeconds", 0, 0, 900)));
    }

    public JsonObject SendBatch(AwsCall call)
    {
        var queue = SqsErrors.Queue(queues, call);
        var entries = ReadEntries(call);
        var successful = new JsonArray();
        var failed = new JsonArray();
        foreach (var (id, body, delay) in entries)
        {
            if (EntryFailure(call, body) is { } failure)
            {
                failure["Id"] = id;
                failed.Add(failure);
                continue;
            }

            var sent = Sent(queue, body, ReadOnlyDictionary<string, string>.Empty, delay);
            sent["Id"] = id;
            successful.Add(sent);
        }

        // SQS omits an empty list.
        var response = new JsonObject();
        if (successful.Count > 0)
            response["Successful"] = successful;
        if (failed.Count > 0)
            response["Failed"] = failed;
        return response;
    }

    private static List<(string Id, string Body, TimeSpan Delay)> ReadEntries(AwsCall call)
    {
        var entries = call.List("Entries").Select(entry => ReadEntry(call, entry as JsonObject ?? [])).ToList();
        if (entries.Count == 0)
            throw SqsErrors.Batch(
                "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request.");
        if (entries.Count > MostEntries)
            throw SqsErrors.Batch(
                "TooManyEntriesInBatchRequest",
                $"Maximum number of entries per request are {MostEntries}. You have sent {entries.Count}.");
        if (entries.Find(entry => !EntryIdPattern().IsMatch(entry.Id)) is { Id: not null })
            throw SqsErrors.Batch(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
        if (entries.DistinctBy(entry => entry.Id, StringComparer.Ordinal).Count() < entries.Count)
            throw SqsErrors.Batch(
                "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
        return entries.Sum(entry => Encoding.UTF8.GetByteCount(entry.Body)) <= LargestRequest
            ? entries
            : throw SqsErrors.Batch("BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes.");
    }

    private static (string Id, string Body, TimeSpan Delay) ReadEntry(AwsCall call, JsonObject json)
    {
        var entry = call with { Input = json };
        var id = entry.Text("Id") ?? throw Missing("Id");
        var body = entry.Text("MessageBody") ?? throw Missing("MessageBody");
        return (id, body, Delay(entry.Number("DelaySeconds", 0, 0, 900)));
    }

    /// <summary>
    /// A fault for one account applies to the entry with that account id in its body. A fault without an account
    /// applies to the next entry.
    /// </summary>
    private JsonObject? EntryFailure(AwsCall call, string body)
    {
        if (!IsValidText(body))
            return Failed("InvalidMessageContents", SqsErrors.InvalidContents, senderFault: true);
        var account = AccountPattern().Match(body) is { Success: true } match ? match.Value : null;
        var entry = new SandboxCall(call.Contract.Name, call.Operation, account);
        return faults.Apply(FaultNames.EntryError, entry) is null
            ? null
            : Failed(
                "InternalError", "The request could not be completed because of an internal error.",
                senderFault: false);
    }

    private static JsonObject Failed(string code, string message, bool senderFault) =>
        new() { ["SenderFault"] = senderFault, ["Code"] = code, ["Message"] = message };

    private static JsonObject Sent(
        SandboxQueue queue, string body, IReadOnlyDictionary<string, string> attributes, TimeSpan delay) => new()
        {
            ["MessageId"] = queue.Send(body, attributes, delay),
            ["MD5OfMessageBody"] = StoredMessage.Md5(body),
        };

    private static TimeSpan Delay(int seconds) => TimeSpan.FromSeconds(seconds);

    public static bool IsValidText(string body) =>
        !body.Any(character => character is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF');

    private static AwsErrorException Missing(string name) =>
        new("MissingParameter", $"The request must contain the parameter {name}.");

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,80}\z", RegexOptions.None, 1000)]
    private static partial Regex EntryIdPattern();

    [GeneratedRegex("(?<![0-9])[0-9]{12}(?![0-9])", RegexOptions.None, 1000)]
    private static partial Regex AccountPattern();
}
