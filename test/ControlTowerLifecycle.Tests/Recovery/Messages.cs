using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The texts of messages, and the batches they come in.</summary>
internal static class Messages
{
    private static readonly JsonNode Batch = JsonNode.Parse(Payload.Bytes("Sqs.batch.json"))!;

    public static string Body(MessageKind kind, AccountInWorld account) => kind switch
    {
        MessageKind.Created =>
            Event("CreateManagedAccount.succeeded.json", "createManagedAccountStatus", account.Managed),
        MessageKind.Updated =>
            Event("UpdateManagedAccount.succeeded.json", "updateManagedAccountStatus", account.Managed),
        MessageKind.Direct => Functions.Batch.Direct(account.Managed.Id.Value),
        MessageKind.Walked => WorkMessage.For(account.Managed, isGoverned: true, []),
        MessageKind.WalkedAndKnown =>
            WorkMessage.For(account.Managed, isGoverned: true, [Known(account, account.OnOurRole.Single().Id)]),
        MessageKind.WalkedAndGone => WorkMessage.For(account.Managed, isGoverned: true, [Known(account, 9999)]),
        _ => WorkMessage.For(account.Managed, isGoverned: false, []),
    };

    /// <summary>The event of an event-source mapping, as it is handed to the function.</summary>
    public static byte[] BatchOf(IEnumerable<QueuedMessage> messages) =>
        Functions.Batch.WithRecords([.. messages.Select(Record)]);

    private static JsonNode Record(QueuedMessage message)
    {
        var record = Batch["Records"]![0]!.DeepClone();
        record["messageId"] = message.Id;
        record["receiptHandle"] = message.Receipt;
        record["body"] = message.Body;
        record["attributes"]!["ApproximateReceiveCount"] = $"{message.ReceiveCount}";
        return record;
    }

    private static KnownRegistration Known(AccountInWorld account, int connector) =>
        new("workload-security", $"{connector}", account.OurRoleArn);

    private static string Event(string file, string status, ManagedAccount account)
    {
        var named = new JsonObject { ["accountName"] = account.Name, ["accountId"] = account.Id.Value };
        return System.Text.Encoding.UTF8.GetString(
            Payload.With(file, $"detail.serviceEventDetails.{status}.account", named.ToJsonString()));
    }
}
