namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// An emulator of AWS with an organization in it, for the tests of <see cref="AwsContract"/>. It checks signatures and
/// permissions.
/// </summary>
public interface IAwsEmulator
{
    /// <summary>If the emulator is not installed, skips or fails the running test.</summary>
    void Require();

    /// <summary>The endpoint of every service.</summary>
    Uri Endpoint { get; }

    /// <summary>A key of the management account that allows everything.</summary>
    AccessKey Administrator { get; }

    /// <summary>A key of the management account that allows nothing.</summary>
    AccessKey Unauthorized { get; }

    string ManagementAccountId { get; }

    /// <summary>All accounts except the management account. The first is directly under the root.</summary>
    IReadOnlyList<string> MemberAccountIds { get; }

    /// <summary>A unit with a parent unit and a child unit. It and its child have accounts.</summary>
    string UnitId { get; }

    /// <summary>
    /// The units of every account in or below <see cref="UnitId"/>, outermost first, by account id.
    /// </summary>
    IReadOnlyDictionary<string, string[]> UnitsOfAccounts { get; }

    /// <summary>
    /// A role in the first member account that allows everything. The administrator may assume it.
    /// </summary>
    string ExecutionRoleArn { get; }

    /// <summary>A role in the first member account with <see cref="AttachedPolicyArns"/> attached.</summary>
    string RoleWithPolicies { get; }

    /// <summary>Managed policies of the first member account.</summary>
    IReadOnlyList<string> AttachedPolicyArns { get; }

    /// <summary>A secret with the value <see cref="SecretText"/>.</summary>
    string TextSecretId { get; }

    string SecretText { get; }

    string BinarySecretId { get; }

    string QueueUrl { get; }

    /// <summary>The receipt handle of the one message in the queue, which is in flight.</summary>
    string ReceiptHandle { get; }

    string TopicArn { get; }

    /// <summary>An empty DynamoDB table with the string key <c>id</c>.</summary>
    string TableName { get; }
}

/// <summary>The key of an IAM user, or of a session if it has a token.</summary>
public sealed record AccessKey(string Id, string Secret, string? SessionToken = null);
