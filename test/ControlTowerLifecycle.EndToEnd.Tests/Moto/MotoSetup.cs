using ControlTowerLifecycle.EndToEnd.Tests.Contract;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// Creates an organization and its resources in moto while the checks are off, and then switches the checks on: moto
/// verifies signatures and enforces identity policies, also across accounts.
/// </summary>
internal sealed class MotoSetup
{
    public const string ManagementAccountId = "123456789012";
    public const string RoleWithPolicies = "RoleWithPolicies";
    public const string TextSecretId = "text-secret";
    public const string SecretText = """{"ApiKey": "a key with \"quotes\" and ü"}""";
    public const string BinarySecretId = "binary-secret";
    public const string TableName = "notifications";

    /// <summary>The API key in the secret <see cref="VendorKeySecretArn"/>.</summary>
    public const string VendorKey = "tmc12345:moto-knows-this-key";
    public const string VendorKeySecretArn = $"arn:aws:secretsmanager:{Region}:{ManagementAccountId}:secret:vendor-key";

    private const string Region = "eu-west-1";
    private const string ExecutionRoleName = "AWSControlTowerExecution";

    private MotoSetup(Uri endpoint) => Endpoint = endpoint;

    public Uri Endpoint { get; }

    public AccessKey Administrator { get; private set; } = new(string.Empty, string.Empty);

    public AccessKey Unauthorized { get; private set; } = new(string.Empty, string.Empty);

    public IReadOnlyList<string> MemberAccountIds { get; private set; } = [];

    public string UnitId { get; private set; } = string.Empty;

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts { get; private set; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal);

    public string ExecutionRoleArn => $"arn:aws:iam::{MemberAccountIds[0]}:role/{ExecutionRoleName}";

    public IReadOnlyList<string> AttachedPolicyArns { get; private set; } = [];

    public string QueueUrl { get; private set; } = string.Empty;

    public string ReceiptHandle { get; private set; } = string.Empty;

    public string TopicArn { get; private set; } = string.Empty;

    public static async Task<MotoSetup> CreateAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = endpoint };
        var calls = new UnsignedCalls(client, Region);
        var setup = new MotoSetup(endpoint);
        await setup.CreateOrganizationAsync(new OrganizationSetup(calls), cancellationToken);
        await setup.CreateIdentitiesAsync(new IamSetup(calls), cancellationToken);
        await setup.CreateResourcesAsync(new ResourceSetup(calls), cancellationToken);
        await calls.SetChecksAsync(areOn: true, cancellationToken);
        return setup;
    }

    private async Task CreateOrganizationAsync(OrganizationSetup organization, CancellationToken cancellationToken)
    {
        MemberAccountIds = await organization.CreateAccountsAsync(25, cancellationToken);
        (UnitId, UnitsOfAccounts) = await organization.CreateUnitsAsync(
            MemberAccountIds[^2], MemberAccountIds[^1], cancellationToken);
    }

    private async Task CreateIdentitiesAsync(IamSetup iam, CancellationToken cancellationToken)
    {
        var member = await iam.AssumeRoleAsync(ExecutionRoleArn, cancellationToken);
        await iam.CreateRoleAsync(member, ExecutionRoleName, cancellationToken);
        await iam.CreateRoleAsync(member, RoleWithPolicies, cancellationToken);
        await iam.AllowEverythingAsync(member, ExecutionRoleName, cancellationToken);
        AttachedPolicyArns =
        [
            await iam.AttachPolicyAsync(member, RoleWithPolicies, "first", cancellationToken),
            await iam.AttachPolicyAsync(member, RoleWithPolicies, "second", cancellationToken),
        ];
        Administrator = await iam.CreateUserAsync("administrator", IamSetup.AllowEverything, cancellationToken);
        Unauthorized = await iam.CreateUserAsync("unauthorized", policy: null, cancellationToken);
    }

    private async Task CreateResourcesAsync(ResourceSetup resources, CancellationToken cancellationToken)
    {
        (QueueUrl, ReceiptHandle) = await resources.CreateQueueAsync(cancellationToken);
        TopicArn = await resources.CreateTopicAsync(cancellationToken);
        await resources.CreateSecretAsync(TextSecretId, "SecretString", SecretText, cancellationToken);
        await resources.CreateSecretAsync(
            "vendor-key", "SecretString", $$"""{"ApiKey": "{{VendorKey}}"}""", cancellationToken);
        await resources.CreateSecretAsync(BinarySecretId, "SecretBinary", "AAEC", cancellationToken);
        await resources.CreateTableAsync(TableName, cancellationToken);
    }
}
