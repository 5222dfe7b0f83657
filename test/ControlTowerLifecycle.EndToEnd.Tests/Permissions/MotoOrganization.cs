using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Contract;
using ControlTowerLifecycle.Sandbox.Events;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// An organization in moto: the management account and one member under the root, one member in a unit that a
/// deployment can leave out, and one whose execution role may do nothing.
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

    public NamedAccount LeftOut { get; private set; } = new("", "");

    /// <summary>The unit that <see cref="LeftOut"/> is in.</summary>
    public NamedUnit Unit { get; private set; } = new("", "");

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
        Member = await AccountAsync("member", Anything, cancellationToken);
        Paralysed = await AccountAsync("paralysed", policy: null, cancellationToken);
        LeftOut = await AccountAsync("left-out", Anything, cancellationToken);
        await CallAsync(
            "MoveAccount",
            new() { ["AccountId"] = LeftOut.Id, ["SourceParentId"] = root, ["DestinationParentId"] = Unit.Id },
            cancellationToken);
    }

    private async Task<NamedAccount> AccountAsync(string name, string? policy, CancellationToken cancellationToken)
    {
        const string Role = "AWSControlTowerExecution";
        var made = await CallAsync(
            "CreateAccount",
            new() { ["AccountName"] = name, ["Email"] = $"{name}@example.com" },
            cancellationToken);
        var id = (string)made["CreateAccountStatus"]!["AccountId"]!;
        var session = await _calls.QueryAsync(
            "sts",
            DeployedTemplate.AccountId,
            [("Action", "AssumeRole"), ("RoleArn", $"arn:aws:iam::{id}:role/{Role}"), ("RoleSessionName", "arrange")],
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

        return new NamedAccount(id, name);
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
