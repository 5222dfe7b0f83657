using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>CloudTrail: the operations that show which trails record the account, and whether they log.</summary>
internal sealed class CloudTrailService(TrailDirectory trails) : IAwsService
{
    public AwsServiceContract Contract { get; } = new()
    {
        Name = "cloudtrail",
        Protocol = AwsProtocol.Json11,
        Id = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
        ThrottlingCode = "ThrottlingException",
        ValidationCode = "InvalidParameterCombinationException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("DescribeTrails", AwsOperation.AnyResource, DescribeTrails),
        AwsOperation.Read("GetTrailStatus", TrailArn, GetTrailStatus),
    ];

    /// <summary>
    /// Names that match no trail are left out. Trails of other regions and of the organization are shadows, which are
    /// included by default.
    /// </summary>
    private JsonObject DescribeTrails(AwsCall call)
    {
        var names = call.List("trailNameList").Select(name => name!.GetValue<string>()).ToList();
        var withShadows = call.Text("includeShadowTrails") != "false";
        var found = trails.All
            .Where(trail => withShadows || AwsNames.AccountOf(trail.Arn) == call.Caller.AccountId)
            .Where(trail => names.Count == 0 || names.Exists(trail.IsNamed));
        return new JsonObject { ["trailList"] = new JsonArray([.. found.Select(ToJson)]) };
    }

    private JsonObject GetTrailStatus(AwsCall call)
    {
        var trail = trails.Find(call.Required("Name")) ?? throw new AwsErrorException(
            "TrailNotFoundException", $"Unknown trail: {call.Text("Name")} for the user: {call.Caller.AccountId}");
        return new JsonObject { ["IsLogging"] = trail.IsLogging };
    }

    private string TrailArn(AwsCall call) => trails.Find(call.Required("Name"))?.Arn ?? call.Required("Name");

    private static JsonObject ToJson(SandboxTrail trail) => new()
    {
        ["Name"] = trail.Name,
        ["S3BucketName"] = "aws-controltower-logs",
        ["IncludeGlobalServiceEvents"] = true,
        ["IsMultiRegionTrail"] = true,
        ["HomeRegion"] = trail.Arn.Split(':')[3],
        ["TrailARN"] = trail.Arn,
        ["LogFileValidationEnabled"] = true,
        ["HasCustomEventSelectors"] = false,
        ["HasInsightSelectors"] = false,
        ["IsOrganizationTrail"] = trail.IsOrganizationTrail,
    };
}

/// <summary>A trail.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="IsOrganizationTrail">Whether it records all accounts of the organization.</param>
/// <param name="IsLogging">Whether it records now.</param>
internal sealed record SandboxTrail(string Arn, bool IsOrganizationTrail, bool IsLogging)
{
    public string Name => Arn[(Arn.LastIndexOf('/') + 1)..];

    /// <summary>A caller can name a trail by its name or its ARN.</summary>
    public bool IsNamed(string name) => name == Name || name == Arn;
}

/// <summary>The trails that record the management account.</summary>
internal sealed class TrailDirectory
{
    private readonly ConcurrentDictionary<string, SandboxTrail> _trails = new(StringComparer.Ordinal);

    public IReadOnlyList<SandboxTrail> All => [.. _trails.Values.OrderBy(trail => trail.Arn, StringComparer.Ordinal)];

    /// <summary>Adds a trail or replaces the one of that ARN.</summary>
    public void Put(SandboxTrail trail) => _trails[trail.Arn] = trail;

    public void Clear() => _trails.Clear();

    public SandboxTrail? Find(string name) => All.FirstOrDefault(trail => trail.IsNamed(name));
}
