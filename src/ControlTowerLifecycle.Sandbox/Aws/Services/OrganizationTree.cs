using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The Organizations operations for roots, units and their children.</summary>
internal sealed class OrganizationTree(SandboxOrganization organization)
{
    public JsonObject ListRoots(AwsCall call)
    {
        _ = call;
        return new JsonObject
        {
            ["Roots"] = new JsonArray(new JsonObject
            {
                ["Id"] = organization.RootId,
                ["Arn"] = OrganizationArns.Parent(organization, organization.RootId),
                ["Name"] = "Root",
                ["PolicyTypes"] = new JsonArray(),
            }),
        };
    }

    public JsonObject ListParents(AwsCall call)
    {
        var child = call.Required("ChildId");
        var parent = organization.FindMember(child)?.ParentId ?? organization.FindUnit(child)?.ParentId
            ?? throw new AwsErrorException(
                "ChildNotFoundException",
                "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.");
        return new JsonObject
        {
            ["Parents"] = new JsonArray(new JsonObject
            {
                ["Id"] = parent,
                ["Type"] = parent == organization.RootId ? "ROOT" : "ORGANIZATIONAL_UNIT",
            }),
        };
    }

    public JsonObject ListChildren(AwsCall call, int pageSize)
    {
        var parent = Parent(call).Id;
        var type = call.Required("ChildType");
        var children = type switch
        {
            "ACCOUNT" => organization.AccountsUnder(parent).Select(account => account.Id).ToList(),
            "ORGANIZATIONAL_UNIT" => [.. organization.UnitsUnder(parent).Select(unit => unit.Id)],
            _ => throw call.Invalid("You specified an invalid value. INVALID_ENUM ChildType"),
        };
        return Pages.Organizations(
            call, "Children", children, pageSize, id => new JsonObject { ["Id"] = id, ["Type"] = type });
    }

    public JsonObject ListUnits(AwsCall call, int pageSize) => Pages.Organizations(
        call, "OrganizationalUnits", organization.UnitsUnder(Parent(call).Id), pageSize, unit => new JsonObject
        {
            ["Id"] = unit.Id,
            ["Arn"] = OrganizationArns.Parent(organization, unit.Id),
            ["Name"] = unit.Name,
        });

    public OrganizationalUnit Parent(AwsCall call) => organization.FindUnit(call.Required("ParentId"))
        ?? throw new AwsErrorException(
            "ParentNotFoundException", "We can't find a root or OU with the ParentId that you specified.");

    /// <summary>The resource of ListParents: an account or a unit.</summary>
    public string ChildArn(AwsCall call) =>
        call.Required("ChildId") is var child && child.StartsWith("ou-", StringComparison.Ordinal)
        ? OrganizationArns.Parent(organization, child)
        : OrganizationArns.Account(organization, child);
}

/// <summary>ARNs of accounts, units and the root.</summary>
internal static class OrganizationArns
{
    public static string Account(SandboxOrganization organization, string accountId) =>
        AwsNames.Organization(organization.ManagementAccountId, $"account/{organization.Id}/{accountId}");

    /// <summary>The ARN of the root or a unit.</summary>
    public static string Parent(SandboxOrganization organization, string id) => AwsNames.Organization(
        organization.ManagementAccountId,
        $"{(id.StartsWith("r-", StringComparison.Ordinal) ? "root" : "ou")}/{organization.Id}/{id}");
}
