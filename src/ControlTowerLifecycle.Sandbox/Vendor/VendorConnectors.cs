using System.Collections.ObjectModel;
using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The connector operations. Create and Modify assume the role of the connector immediately.
/// </summary>
internal sealed class VendorConnectors(SandboxVendor vendor, SandboxOrganization organization)
{
    private const int LargestPage = 5000;

    private static readonly Principal ManagerRole = new(
        SandboxVendor.AwsAccountId,
        AwsNames.Role(SandboxVendor.AwsAccountId, "WorkloadSecurityManager"),
        AwsNames.Session(SandboxVendor.AwsAccountId, "WorkloadSecurityManager", "manager"));

    public JsonObject List(VendorCall call)
    {
        _ = call;
        return ToJson(vendor.Connectors.All);
    }

    public JsonObject Get(VendorCall call) => Connector(call).ToJson();

    /// <summary>
    /// Accepts a second connector for an account unless the tenant refuses it: the API documentation does not exclude it.
    /// </summary>
    public JsonObject Create(VendorCall call)
    {
        var role = SandboxConnector.Text(call.Body, "crossAccountRoleArn")
            ?? throw VendorErrorException.BadRequest("A cross account role is required.");
        if (vendor.RefusesSecondConnector
            && vendor.Connectors.Of(SandboxConnector.Text(call.Body, "accountId") ?? AwsNames.AccountOf(role) ?? "").Count > 0)
            throw new VendorErrorException(HttpStatusCode.Conflict, "The AWS account already exists.");

        var empty = new SandboxConnector { Id = 0, AccountId = AwsNames.AccountOf(role) ?? "", DisplayName = role };
        var synced = Synchronize(empty.With(call.Body), call.Now);
        return vendor.Connectors.Add(id => synced with { Id = id }).ToJson();
    }

    public JsonObject Modify(VendorCall call)
    {
        var changed = Synchronize(Changeable(Connector(call)).With(call.Body), call.Now) with { IsUnsynchronized = false };
        return vendor.Connectors.Replace(changed) ? changed.ToJson() : throw NoConnector(call.Id);
    }

    /// <summary>The documentation gives 200 as the only status, also if the connector does not exist.</summary>
    public JsonObject? Delete(VendorCall call)
    {
        if (vendor.Connectors.Find(call.Id) is { } connector)
            vendor.Connectors.Remove(Changeable(connector).Id);
        return null;
    }

    public JsonObject Search(VendorCall call)
    {
        var maximum = call.Body["maxItems"]?.GetValue<int>() ?? LargestPage;
        if (maximum is < 1 or > LargestPage)
            throw VendorErrorException.BadRequest($"maxItems must be between 1 and {LargestPage}.");
        IEnumerable<SandboxConnector> found = vendor.Connectors.All;
        var criteria = call.Body["searchCriteria"] switch
        {
            null => [],
            JsonArray array => array,
            _ => throw VendorErrorException.BadRequest("searchCriteria must be an array."),
        };
        foreach (var criterion in criteria)
            found = found.Where(Criterion(criterion as JsonObject ?? []));
        return ToJson(found.Take(maximum));
    }

    private static Func<SandboxConnector, bool> Criterion(JsonObject json)
    {
        var (field, test) = (SandboxConnector.Text(json, "fieldName"), SandboxConnector.Text(json, "stringTest"));
        if (field == "accountId" && test == "equal" && SandboxConnector.Text(json, "stringValue") is { } account)
            return connector => !connector.IsUnsynchronized && string.Equals(connector.AccountId, account, StringComparison.Ordinal);
        if (field == "crossAccountRoleArn" && test == "equal" && SandboxConnector.Text(json, "stringValue") is { } role)
            return connector => string.Equals(connector.CrossAccountRoleArn, role, StringComparison.Ordinal);
        if (field is null or "ID" && SandboxConnector.Text(json, "idTest") == "greater-than"
            && json["idValue"] is JsonValue last)
        {
            var id = last.GetValue<int>();
            return connector => connector.Id > id;
        }

        throw VendorErrorException.BadRequest(
            "The sandbox supports searches by accountId and crossAccountRoleArn (equal) and by ID (greater-than) only.");
    }

    private SandboxConnector Synchronize(SandboxConnector connector, DateTimeOffset now)
    {
        var arn = connector.CrossAccountRoleArn ?? "";
        var externalId = vendor.ExternalIdOf(connector);
        var attempt = RoleAssumption.Try(organization, arn, ManagerRole, externalId, now);
        var why = attempt.Role is { } role ? UnreadableReason(organization, role) : attempt.Why;
        if (why is null)
            return connector with { LastSync = now, RegisteredExternalId = externalId };
        vendor.Refusals.Enqueue($"{arn}: {why}");
        throw VendorErrorException.BadRequest(
            $"The AWS account could not be reached with the role {arn}."
            + " Check the role, its trust policy and its permissions.");
    }

    /// <summary>The vendor calls iam:GetRolePolicy on its role. That operation reads inline policies only.</summary>
    private static string? UnreadableReason(SandboxOrganization organization, SandboxRole role)
    {
        if (role.InlinePolicies.IsEmpty)
            return "the role has no inline policy";
        var account = organization.Account(AwsNames.AccountOf(role.Arn)!);
        var session = new Principal(account.Id, role.Arn, role.Arn);
        var request = new PolicyRequest(
            "iam:GetRolePolicy", role.Arn, session, ReadOnlyDictionary<string, string>.Empty);
        return RolePolicies.Allow(account, role, request)
            ? null
            : "the role may not call iam:GetRolePolicy on itself";
    }

    private SandboxConnector Connector(VendorCall call) =>
        vendor.Connectors.Find(call.Id) ?? throw NoConnector(call.Id);

    private static SandboxConnector Changeable(SandboxConnector connector) => connector.IsOfCloudAccounts
        ? throw new VendorErrorException(HttpStatusCode.Forbidden, "Modification is not permitted.")
        : connector;

    private static VendorErrorException NoConnector(int id) =>
        VendorErrorException.NotFound($"There is no AWS connector {id}.");

    private static JsonObject ToJson(IEnumerable<SandboxConnector> connectors) =>
        new() { ["awsConnectors"] = new JsonArray([.. connectors.Select(connector => connector.ToJson())]) };
}
