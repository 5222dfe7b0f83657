using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>
/// The calls about connectors. Making or changing one assumes its role at once, by the organization's own rules.
/// </summary>
internal sealed class VendorConnectors(SandboxVendor vendor, SandboxOrganization organization)
{
    private const int LargestPage = 5000;

    private static readonly Principal Manager = new(
        SandboxVendor.AwsAccountId,
        AwsNames.Role(SandboxVendor.AwsAccountId, "WorkloadSecurityManager"),
        AwsNames.Session(SandboxVendor.AwsAccountId, "WorkloadSecurityManager", "manager"));

    public JsonObject List(VendorCall call)
    {
        _ = call;
        return Shown(vendor.Connectors.All);
    }

    public JsonObject Get(VendorCall call) => Connector(call).ToJson();

    /// <summary>
    /// Takes a second connector for an account without a word: no document says that the API would not.
    /// </summary>
    public JsonObject Create(VendorCall call)
    {
        var role = SandboxConnector.Text(call.Body, "crossAccountRoleArn")
            ?? throw VendorErrorException.BadRequest("A cross account role is required.");
        var bare = new SandboxConnector { Id = 0, AccountId = AwsNames.AccountOf(role) ?? "", DisplayName = role };
        var synced = Synchronized(bare.With(call.Body), call.Now);
        return vendor.Connectors.Add(id => synced with { Id = id }).ToJson();
    }

    public JsonObject Modify(VendorCall call)
    {
        var changed = Synchronized(Connector(call).With(call.Body), call.Now);
        return vendor.Connectors.Replace(changed) ? changed.ToJson() : throw NoConnector(call.ConnectorId);
    }

    /// <summary>Deleting what is gone is documented with 200 and nothing else.</summary>
    public JsonObject? Delete(VendorCall call)
    {
        vendor.Connectors.Remove(call.ConnectorId);
        return null;
    }

    public JsonObject Search(VendorCall call)
    {
        var most = call.Body["maxItems"]?.GetValue<int>() ?? LargestPage;
        if (most is < 1 or > LargestPage)
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
        return Shown(found.Take(most));
    }

    private static Func<SandboxConnector, bool> Criterion(JsonObject json)
    {
        var (field, test) = (SandboxConnector.Text(json, "fieldName"), SandboxConnector.Text(json, "stringTest"));
        if (field == "accountId" && test == "equal" && SandboxConnector.Text(json, "stringValue") is { } account)
            return connector => string.Equals(connector.AccountId, account, StringComparison.Ordinal);
        if (field is null or "ID" && SandboxConnector.Text(json, "idTest") == "greater-than"
            && json["idValue"] is JsonValue last)
        {
            var id = last.GetValue<int>();
            return connector => connector.Id > id;
        }

        throw VendorErrorException.BadRequest("The sandbox searches by accountId (equal) and by ID (greater-than) only.");
    }

    private SandboxConnector Synchronized(SandboxConnector connector, DateTimeOffset now)
    {
        var arn = connector.CrossAccountRoleArn ?? "";
        var attempt = RoleAssumption.Try(organization, arn, Manager, connector.OwnExternalId ?? vendor.ExternalId, now);
        var why = attempt.Role is { } role ? Unreadable(role) : attempt.Why;
        if (why is null)
            return connector with { LastSync = now };
        vendor.Refusals.Enqueue($"{arn}: {why}");
        throw VendorErrorException.BadRequest(
            $"The AWS account could not be reached with the role {arn}."
            + " Check the role, its trust policy and its permissions.");
    }

    /// <summary>The manager reads the policy of its own role, and that call sees inline policies only.</summary>
    private static string? Unreadable(SandboxRole role)
    {
        if (role.InlinePolicies.IsEmpty)
            return "the role has no inline policy";
        var session = new Principal(AwsNames.AccountOf(role.Arn)!, role.Arn, role.Arn);
        var question = new PolicyRequest(
            "iam:GetRolePolicy", role.Arn, session, ReadOnlyDictionary<string, string>.Empty);
        return RolePolicyEvaluator.Evaluate(role, question) == Verdict.Allowed
            ? null
            : "the role may not call iam:GetRolePolicy on itself";
    }

    private SandboxConnector Connector(VendorCall call) =>
        vendor.Connectors.Find(call.ConnectorId) ?? throw NoConnector(call.ConnectorId);

    private static VendorErrorException NoConnector(int id) => VendorErrorException.NotFound($"There is no AWS connector {id}.");

    private static JsonObject Shown(IEnumerable<SandboxConnector> connectors) =>
        new() { ["awsConnectors"] = new JsonArray([.. connectors.Select(connector => connector.ToJson())]) };
}
