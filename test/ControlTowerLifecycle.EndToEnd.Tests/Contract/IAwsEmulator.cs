namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// An emulator of AWS with an organization arranged in it, on which <see cref="AwsContract"/> can be tried.
/// It checks signatures and permissions, else the contract proves little.
/// </summary>
public interface IAwsEmulator
{
    /// <summary>Skips the running test, or fails it, where the ground is not there.</summary>
    void Require();

    /// <summary>Where every service answers.</summary>
    Uri Endpoint { get; }

    /// <summary>May do everything in the management account.</summary>
    AccessKey Administrator { get; }

    /// <summary>What the administrator's ARN ends in.</summary>
    string AdministratorName { get; }

    /// <summary>Is of the management account and may do nothing there.</summary>
    AccessKey Bystander { get; }

    /// <summary>The account that owns the organization.</summary>
    string ManagementAccountId { get; }

    /// <summary>
    /// All accounts of the organization but the one that owns it. The first lies directly under the root.
    /// </summary>
    IReadOnlyList<string> MemberAccountIds { get; }

    /// <summary>A unit in another unit, with accounts in it and in a unit below it.</summary>
    string UnitId { get; }

    /// <summary>
    /// The units of every account that lies at or below <see cref="UnitId"/>, outermost first, by the account's id.
    /// </summary>
    IReadOnlyDictionary<string, string[]> UnitsOfAccounts { get; }

    /// <summary>The address of the first member account.</summary>
    string MemberEmail { get; }

    /// <summary>
    /// A role in the first member account that the administrator may assume and that may do everything there.
    /// </summary>
    string ExecutionRoleArn { get; }

    /// <summary>A role in the first member account with <see cref="AttachedPolicyArns"/> attached.</summary>
    string RoleWithPolicies { get; }

    /// <summary>Managed policies of the first member account.</summary>
    IReadOnlyList<string> AttachedPolicyArns { get; }

    /// <summary>A secret that holds <see cref="SecretText"/>.</summary>
    string TextSecretId { get; }

    /// <summary>What that secret holds.</summary>
    string SecretText { get; }

    /// <summary>A secret that holds bytes.</summary>
    string BinarySecretId { get; }

    /// <summary>A queue.</summary>
    string QueueUrl { get; }

    /// <summary>Of a message that was received from the queue and is in flight.</summary>
    string ReceiptHandle { get; }

    /// <summary>A topic.</summary>
    string TopicArn { get; }

    /// <summary>An empty table of DynamoDB whose key is the text <c>id</c>.</summary>
    string TableName { get; }
}

/// <summary>The key pair of an IAM user, or, with a token, of a session.</summary>
public sealed record AccessKey(string Id, string Secret, string? SessionToken = null);
