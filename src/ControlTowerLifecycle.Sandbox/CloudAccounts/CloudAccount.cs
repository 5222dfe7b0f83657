using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>An AWS account that is connected to Trend Vision One: an immutable value.</summary>
internal sealed record CloudAccount
{
    /// <summary>The AWS account id.</summary>
    public required string Id { get; init; }

    /// <summary>Unique in the tenant.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the request, which the vendor may have replaced; null if there was none.</summary>
    public string? RequestedName { get; init; }

    public string? Description { get; init; }

    /// <summary>Null or empty for a legacy import.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Set if the vendor's organization connection connected it.</summary>
    public string? OrganizationId { get; init; }

    public bool IsTerraformDeployed { get; init; }

    public bool IsTerraformProviderDeployed { get; init; }

    /// <summary>Other products that imported the account. With no role it is a legacy import.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>As in the request.</summary>
    public JsonArray Features { get; init; } = [];

    /// <summary>As in the request.</summary>
    public JsonArray ConnectedSecurityServices { get; init; } = [];

    /// <summary>As in the request.</summary>
    public JsonArray CustomTags { get; init; } = [];

    /// <summary>A fixed state; null if the state follows from the role.</summary>
    public string? State { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>Counts the changes.</summary>
    public int Version { get; init; } = 1;

    public bool IsLegacyImport => string.IsNullOrEmpty(RoleArn) && Sources.Count > 0;

    /// <summary>With the quotation marks of RFC 9110.</summary>
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Id}-{Version}\"");

    /// <param name="state">The state that the vendor found.</param>
    /// <param name="missing">Actions that the vendor did not get.</param>
    public JsonObject ToJson(string state, IReadOnlyList<string> missing)
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["name"] = Name,
            ["description"] = Description ?? "",
            ["roleArn"] = RoleArn ?? "",
            ["state"] = state,
            ["isTerraformDeployed"] = IsTerraformDeployed,
            ["isTFProviderDeployed"] = IsTerraformProviderDeployed,
            ["features"] = FeaturesWith(missing),
            ["connectedSecurityServices"] = ConnectedSecurityServices.DeepClone(),
            ["customTags"] = CustomTags.DeepClone(),
            ["sources"] = Texts(Sources),
            ["lastSyncedDateTime"] = ConnectedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (OrganizationId is not null)
            json["organizationID"] = OrganizationId;
        // They belong to a feature. For an account without a feature the form is not published.
        if (missing.Count > 0 && Features.Count == 0)
            json["missingAwsPermissions"] = Texts(missing);
        return json;
    }

    private JsonArray FeaturesWith(IReadOnlyList<string> missing)
    {
        var features = Features.DeepClone().AsArray();
        foreach (var feature in features.OfType<JsonObject>())
            feature["missingAwsPermissions"] = Texts(missing);
        return features;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) =>
        new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
}
