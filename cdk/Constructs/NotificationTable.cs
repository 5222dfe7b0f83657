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
/// The causes of failures that were notified, so that all processes together notify each one at most three times a day, and
/// the accounts that the next digest lists; and, with <c>ACCOUNT_LEFT=disconnect</c>, the accounts that had no connector before
/// onboarding. The table is deleted with the
/// stack and has no backups. If it is lost, notifications repeat, and connectors that nothing else proves to be created
/// here are kept.
/// </summary>
internal sealed class NotificationTable : Construct
{
    public NotificationTable(Construct scope, string id, NotificationTableProps props)
        : base(scope, id) => Table = new Table(this, "Resource", new TableProps
        {
            PartitionKey = new Amazon.CDK.AWS.DynamoDB.Attribute { Name = "id", Type = AttributeType.STRING },
            TimeToLiveAttribute = "expiresAt",
            // A few writes on most days, hundreds in a minute of failures.
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.CUSTOMER_MANAGED,
            EncryptionKey = props.Key,
            RemovalPolicy = RemovalPolicy.DESTROY,
        });

    public Table Table { get; }
}
