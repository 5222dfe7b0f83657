using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>A connector: the vendor's record of an AWS account. An immutable value.</summary>
internal sealed record SandboxConnector
{
    public required int Id { get; init; }

    public required string AccountId { get; init; }

    /// <summary>Before the first synchronization, responses and searches have no account ID.</summary>
    public bool IsUnsynchronized { get; init; }

    /// <summary>Created by Trend Vision One Cloud Accounts: the API refuses to change or remove it.</summary>
    public bool IsOfCloudAccounts { get; init; }

    public required string DisplayName { get; init; }

    public string? AccountAlias { get; init; }

    public string? CrossAccountRoleArn { get; init; }

    public string? SeedRegion { get; init; }

    public bool UseInstanceRole { get; init; }

    public bool WorkspacesEnabled { get; init; }

    public DateTimeOffset? LastSync { get; init; }

    /// <summary>
    /// A user-defined external ID, as older connectors have. No response contains it. Null means the tenant's ID.
    /// </summary>
    public string? OwnExternalId { get; init; }

    /// <summary>The tenant's external ID when the connector was last created or modified.</summary>
    public string? RegisteredExternalId { get; init; }

    public JsonObject ToJson() => new()
    {
        ["displayName"] = DisplayName,
        ["accountId"] = IsUnsynchronized ? null : AccountId,
        ["accountAlias"] = AccountAlias,
        ["crossAccountRoleArn"] = CrossAccountRoleArn,
        ["seedRegion"] = SeedRegion,
        ["useInstanceRole"] = UseInstanceRole,
        ["workspacesEnabled"] = WorkspacesEnabled,
        ["lastSyncTime"] = LastSync?.ToUnixTimeMilliseconds() ?? 0,
        ["syncedRegions"] = new JsonArray(),
        ["ID"] = Id,
    };

    /// <summary>Applies a request. Fields that are missing in the request do not change.</summary>
    public SandboxConnector With(JsonObject request) => this with
    {
        AccountId = Text(request, "accountId") ?? AccountId,
        DisplayName = Text(request, "displayName") ?? DisplayName,
        AccountAlias = Text(request, "accountAlias") ?? AccountAlias,
        CrossAccountRoleArn = Text(request, "crossAccountRoleArn") ?? CrossAccountRoleArn,
        SeedRegion = Text(request, "seedRegion") ?? SeedRegion,
        UseInstanceRole = Flag(request, "useInstanceRole") ?? UseInstanceRole,
        WorkspacesEnabled = Flag(request, "workspacesEnabled") ?? WorkspacesEnabled,
        OwnExternalId = Text(request, "crossAccountRoleArn") is null ? OwnExternalId : null,
        RegisteredExternalId = Text(request, "crossAccountRoleArn") is null ? RegisteredExternalId : null,
    };

    public static string? Text(JsonObject request, string name) =>
        request[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool? Flag(JsonObject request, string name) =>
        request[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;
}
