using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Sandbox.Events;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// An organization in moto. Under the root are the management account, a member, a member whose execution role allows
/// nothing and a member whose registration fails. Another member is in a unit that a deployment can exclude.
/// </summary>
internal sealed class MotoOrganization
{
    public const string AllowEverything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public const string TrustManagementAccount =
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::{{{DeployedTemplate.AccountId}}}:root"}}]}
        """;

    private readonly UnsignedCalls _calls;

    private MotoOrganization(UnsignedCalls calls) => _calls = calls;

    public string OrganizationId { get; private set; } = "";

    public NamedAccount Management { get; } = new(DeployedTemplate.AccountId, "management");

    public NamedAccount Member { get; private set; } = new("", "");

    /// <summary>The execution role can be assumed and allows nothing: the account is rejected.</summary>
    public NamedAccount Denied { get; private set; } = new("", "");

    /// <summary>The vendor closes the connection when the account is registered, which is retryable.</summary>
    public NamedAccount Unregistered { get; private set; } = new("", "");

    public NamedAccount Excluded { get; private set; } = new("", "");

    /// <summary>The unit of <see cref="Excluded"/>.</summary>
    public NamedUnit Unit { get; private set; } = new("", "");

    /// <summary>An account that has left the organization and still has its execution role.</summary>
    public NamedAccount Departed { get; } = new("999999999999", "departed");

    /// <summary>The accounts that fail whatever the policies of the functions allow.</summary>
    public IReadOnlyList<NamedAccount> Failing => [Denied, Unregistered];

    /// <summary>All accounts except the management account.</summary>
    public IReadOnlyList<NamedAccount> Members => [Member, Denied, Unregistered, Excluded];

    public static async Task<MotoOrganization> CreateAsync(UnsignedCalls calls, CancellationToken cancellationToken)
    {
        var organization = new MotoOrganization(calls);
        await organization.CreateAsync(cancellationToken);
        return organization;
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var created = await CallAsync("CreateOrganization", new() { ["FeatureSet"] = "ALL" }, cancellationToken);
        OrganizationId = (string)created["Organization"]!["Id"]!;
        var root = (string)(await CallAsync("ListRoots", [], cancellationToken))["Roots"]![0]!["Id"]!;
        var unit = await CallAsync(
            "CreateOrganizationalUnit", new() { ["ParentId"] = root, ["Name"] = "Excluded" }, cancellationToken);
        Unit = new NamedUnit((string)unit["OrganizationalUnit"]!["Id"]!, "Excluded");
        Member = await CreateMemberAsync("member", AllowEverything, cancellationToken);
        Denied = await CreateMemberAsync("denied", policy: null, cancellationToken);
        Unregistered = await CreateMemberAsync("unregistered", AllowEverything, cancellationToken);
        Excluded = await CreateMemberAsync("excluded", AllowEverything, cancellationToken);
        await CreateExecutionRoleAsync(Departed, AllowEverything, cancellationToken);
        await CallAsync(
            "MoveAccount",
            new() { ["AccountId"] = Excluded.Id, ["SourceParentId"] = root, ["DestinationParentId"] = Unit.Id },
            cancellationToken);
    }

    private async Task<NamedAccount> CreateMemberAsync(string name, string? policy, CancellationToken cancellationToken)
    {
        var created = await CallAsync(
            "CreateAccount",
            new() { ["AccountName"] = name, ["Email"] = $"{name}@example.com" },
            cancellationToken);
        var account = new NamedAccount((string)created["CreateAccountStatus"]!["AccountId"]!, name);
        await CreateExecutionRoleAsync(account, policy, cancellationToken);
        return account;
    }

    private async Task CreateExecutionRoleAsync(
        NamedAccount account, string? policy, CancellationToken cancellationToken)
    {
        const string Role = "AWSControlTowerExecution";
        var role = $"arn:aws:iam::{account.Id}:role/{Role}";
        var session = await _calls.QueryAsync(
            "sts",
            DeployedTemplate.AccountId,
            [("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", "setup")],
            cancellationToken);
        var caller = session["AccessKeyId"];
        await _calls.QueryAsync(
            "iam",
            caller,
            [
                ("Action", "CreateRole"), ("RoleName", Role),
                ("AssumeRolePolicyDocument", TrustManagementAccount),
            ],
            cancellationToken);
        if (policy is not null)
        {
            await _calls.QueryAsync(
                "iam",
                caller,
                [("Action", "PutRolePolicy"), ("RoleName", Role), ("PolicyName", "all"), ("SandboxPolicy", policy)],
                cancellationToken);
        }
    }

    private Task<JsonNode> CallAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        _calls.JsonAsync(
            "organizations",
            "AWSOrganizationsV20161128",
            operation,
            DeployedTemplate.AccountId,
            body,
            cancellationToken);
}
