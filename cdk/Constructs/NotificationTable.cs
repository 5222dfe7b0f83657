using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.KMS;
using Constructs;

namespace ControlTowerLifecycle.Cdk.Constructs;

internal sealed record NotificationTableProps
{
    public required IKey Key { get; init; }
}

/// <summary>
/// What people have been told in the last day, so that all processes together tell it once; and, where accounts that left
/// are disconnected, which had no connector before ours. It goes with the stack, and there are no backups: what is lost
/// with it is told once more, and a connector of which nothing else tells that it is ours stays.
/// </summary>
internal sealed class NotificationTable : Construct
{
    public NotificationTable(Construct scope, string id, NotificationTableProps props)
        : base(scope, id) => Table = new Table(this, "Resource", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "id", Type = AttributeType.STRING },
            TimeToLiveAttribute = "expiresAt",
            // A handful of writes on most days, hundreds in a bad minute.
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = props.Key,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

    public Table Table { get; }
}
