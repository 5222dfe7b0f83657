using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The bodies of messages, and their batches.</summary>
internal static class MessageBodies
{
    private static readonly JsonNode Batch = JsonNode.Parse(Payload.Bytes("Sqs.batch.json"))!;

    public static string Create(MessageKind kind, SimulatedAccount account) => kind switch
    {
        MessageKind.Created =>
            CreateEvent("CreateManagedAccount.succeeded.json", "createManagedAccountStatus", account.Managed),
        MessageKind.Updated =>
            CreateEvent("UpdateManagedAccount.succeeded.json", "updateManagedAccountStatus", account.Managed),
        MessageKind.Direct => Functions.Batch.Direct(account.Managed.Id.Value),
        MessageKind.Walk => WorkMessage.For(account.Managed, isGoverned: true, []),
        MessageKind.WalkWithRegistration =>
            WorkMessage.For(
                account.Managed,
                isGoverned: true,
                [CreateRegistration(account, account.ConnectorsOnOurRole.Single().Id)]),
        MessageKind.WalkWithStaleRegistration =>
            WorkMessage.For(account.Managed, isGoverned: true, [CreateRegistration(account, 9999)]),
        _ => WorkMessage.For(account.Managed, isGoverned: false, []),
    };

    /// <summary>The event of an event-source mapping, as the function receives it.</summary>
    public static byte[] CreateBatch(IEnumerable<SimulatedMessage> messages) =>
        Functions.Batch.WithRecords([.. messages.Select(CreateRecord)]);

    private static JsonNode CreateRecord(SimulatedMessage message)
    {
        var record = Batch["Records"]![0]!.DeepClone();
        record["messageId"] = message.Id;
        record["receiptHandle"] = message.Receipt;
        record["body"] = message.Body;
        record["attributes"]!["ApproximateReceiveCount"] = $"{message.ReceiveCount}";
        return record;
    }

    private static KnownRegistration CreateRegistration(SimulatedAccount account, int connectorId) =>
        new("workload-security", $"{connectorId}", account.OurRoleArn);

    private static string CreateEvent(string file, string status, ManagedAccount account)
    {
        var member = new JsonObject { ["accountName"] = account.Name, ["accountId"] = account.Id.Value };
        return System.Text.Encoding.UTF8.GetString(
            Payload.With(file, $"detail.serviceEventDetails.{status}.account", member.ToJsonString()));
    }
}
