using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// Control Tower: the operations that show which accounts are governed. The landing zone manifest names the audit and
/// log archive accounts. The management account has the Identity Center baseline.
/// </summary>
internal sealed class ControlTowerService(SandboxOrganization organization) : IAwsService
{
    private const string Baseline = "17BSJV3IGJ2QSGA2";
    private const string IdentityCenterBaseline = "LN25R72TTG6IGPTQ";
    private const int LargestPage = 100;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "controltower",
        Protocol = AwsProtocol.RestJson,
        Id = "",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "ValidationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("ListEnabledBaselines", AwsOperation.AnyResource, ListEnabledBaselines)
            with { Path = "/list-enabled-baselines" },
        AwsOperation.Read("ListLandingZones", AwsOperation.AnyResource, ListLandingZones)
            with { Path = "/list-landingzones" },
        AwsOperation.Read("GetLandingZone", call => call.Required("landingZoneIdentifier"), GetLandingZone)
            with { Path = "/get-landingzone" },
    ];

    private string LandingZoneArn => Arn("landingzone", "1");

    private JsonObject ListEnabledBaselines(AwsCall call)
    {
        var management = organization.ManagementAccountId;
        string[] shared = [management, DefaultOrganization.AuditId, DefaultOrganization.LogArchiveId];
        var governed = organization.Accounts
            .Where(account => account.Governed && !shared.Contains(account.Id, StringComparer.Ordinal))
            .ToList();
        var units = governed
            .Select(account => account.ParentId)
            .Distinct(StringComparer.Ordinal)
            .Select(unit => Enabled(Unit(unit), null))
            .Prepend(Enabled(Account(management), null, IdentityCenterBaseline));
        var children = call.Text("includeChildren") == "true"
            ? governed.Select(account => Enabled(Account(account.Id), Unit(account.ParentId)))
            : [];
        return Pages.Rest(
            call, "enabledBaselines", [.. units.Concat(children)],
            call.Number("maxResults", LargestPage, 5, LargestPage));
    }

    private JsonObject ListLandingZones(AwsCall call)
    {
        _ = call;
        return new JsonObject { ["landingZones"] = new JsonArray(new JsonObject { ["arn"] = LandingZoneArn }) };
    }

    private JsonObject GetLandingZone(AwsCall call)
    {
        if (call.Required("landingZoneIdentifier") != LandingZoneArn)
            throw new AwsErrorException(
                "ResourceNotFoundException", "The landing zone does not exist.", HttpStatusCode.NotFound);
        return new JsonObject
        {
            ["landingZone"] = new JsonObject
            {
                ["arn"] = LandingZoneArn,
                ["status"] = "ACTIVE",
                ["version"] = "3.3",
                ["manifest"] = new JsonObject
                {
                    ["governedRegions"] = new JsonArray(organization.Region),
                    ["securityRoles"] = new JsonObject { ["accountId"] = DefaultOrganization.AuditId },
                    ["centralizedLogging"] =
                        new JsonObject { ["accountId"] = DefaultOrganization.LogArchiveId, ["enabled"] = true },
                },
            },
        };
    }

    private string Account(string id) => OrganizationArns.Account(organization, id);

    private string Unit(string id) => OrganizationArns.Parent(organization, id);

    private JsonObject Enabled(string target, string? parent, string baseline = Baseline)
    {
        var enabled = new JsonObject
        {
            ["arn"] = Arn("enabledbaseline", target),
            ["baselineIdentifier"] = $"arn:aws:controltower:{organization.Region}::baseline/{baseline}",
            ["baselineVersion"] = "4.0",
            ["targetIdentifier"] = target,
            ["statusSummary"] = new JsonObject { ["status"] = "SUCCEEDED" },
        };
        if (parent is not null)
            enabled["parentIdentifier"] = Arn("enabledbaseline", parent);
        return enabled;
    }

    private string Arn(string kind, string name)
    {
        var owner = $"arn:aws:controltower:{organization.Region}:{organization.ManagementAccountId}";
        return $"{owner}:{kind}/{AwsNames.Unique(kind, name, 16)}";
    }
}
