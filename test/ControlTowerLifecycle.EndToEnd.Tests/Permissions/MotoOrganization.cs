using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Sandbox.Events;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// An organization in moto: under the root the management account, a member, one whose execution role may do nothing
/// and one that the vendor does not get to register; and a member in a unit that a deployment can leave out.
/// </summary>
internal sealed class MotoOrganization
{
    public const string Anything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public const string TrustsTheManagementAccount =
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::{{{DeployedTemplate.AccountId}}}:root"}}]}
        """;

    private readonly UnsignedCalls _calls;

    private MotoOrganization(UnsignedCalls calls) => _calls = calls;

    public string OrganizationId { get; private set; } = "";

    public NamedAccount Management { get; } = new(DeployedTemplate.AccountId, "management");

    public NamedAccount Member { get; private set; } = new("", "");

    /// <summary>Its execution role lets everybody in who may assume it, and may do nothing.</summary>
    public NamedAccount Paralysed { get; private set; } = new("", "");

    /// <summary>The vendor hangs up where it is to be registered: another attempt may mend it.</summary>
    public NamedAccount Unregistered { get; private set; } = new("", "");

    public NamedAccount LeftOut { get; private set; } = new("", "");

    /// <summary>The unit that <see cref="LeftOut"/> is in.</summary>
    public NamedUnit Unit { get; private set; } = new("", "");

    /// <summary>Those that fail whatever the functions may do.</summary>
    public IReadOnlyList<NamedAccount> Failing => [Paralysed, Unregistered];

    /// <summary>All but the management account.</summary>
    public IReadOnlyList<NamedAccount> Members => [Member, Paralysed, Unregistered, LeftOut];

    public static async Task<MotoOrganization> MakeAsync(UnsignedCalls calls, CancellationToken cancellationToken)
    {
        var organization = new MotoOrganization(calls);
        await organization.MakeAsync(cancellationToken);
        return organization;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var made = await CallAsync("CreateOrganization", new() { ["FeatureSet"] = "ALL" }, cancellationToken);
        OrganizationId = (string)made["Organization"]!["Id"]!;
        var root = (string)(await CallAsync("ListRoots", [], cancellationToken))["Roots"]![0]!["Id"]!;
        var unit = await CallAsync(
            "CreateOrganizationalUnit", new() { ["ParentId"] = root, ["Name"] = "LeftOut" }, cancellationToken);
        Unit = new NamedUnit((string)unit["OrganizationalUnit"]!["Id"]!, "LeftOut");
        Member = await EnterableAsync("member", Anything, cancellationToken);
        Paralysed = await EnterableAsync("paralysed", policy: null, cancellationToken);
        Unregistered = await EnterableAsync("unregistered", Anything, cancellationToken);
        LeftOut = await EnterableAsync("left-out", Anything, cancellationToken);
        await CallAsync(
            "MoveAccount",
            new() { ["AccountId"] = LeftOut.Id, ["SourceParentId"] = root, ["DestinationParentId"] = Unit.Id },
            cancellationToken);
    }

    private async Task<NamedAccount> AccountAsync(string name, CancellationToken cancellationToken)
    {
        var made = await CallAsync(
            "CreateAccount",
            new() { ["AccountName"] = name, ["Email"] = $"{name}@example.com" },
            cancellationToken);
        return new NamedAccount((string)made["CreateAccountStatus"]!["AccountId"]!, name);
    }

    private async Task<NamedAccount> EnterableAsync(string name, string? policy, CancellationToken cancellationToken)
    {
        const string Role = "AWSControlTowerExecution";
        var account = await AccountAsync(name, cancellationToken);
        var role = $"arn:aws:iam::{account.Id}:role/{Role}";
        var session = await _calls.QueryAsync(
            "sts",
            DeployedTemplate.AccountId,
            [("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", "arrange")],
            cancellationToken);
        var inAccount = session["AccessKeyId"];
        await _calls.QueryAsync(
            "iam",
            inAccount,
            [
                ("Action", "CreateRole"), ("RoleName", Role),
                ("AssumeRolePolicyDocument", TrustsTheManagementAccount),
            ],
            cancellationToken);
        if (policy is not null)
        {
            await _calls.QueryAsync(
                "iam",
                inAccount,
                [("Action", "PutRolePolicy"), ("RoleName", Role), ("PolicyName", "all"), ("PolicyDocument", policy)],
                cancellationToken);
        }

        return account;
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
