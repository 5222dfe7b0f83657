using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>A parsed call.</summary>
/// <param name="Body">The JSON body; empty if the request has none.</param>
/// <param name="Id">The id in the path, or 0.</param>
/// <param name="Now">The time of arrival; while the operation runs, the time when it started.</param>
internal sealed record VendorCall(JsonObject Body, int Id, DateTimeOffset Now)
{
    /// <summary>The key of the caller; set when it is checked.</summary>
    public VendorKey Key { get; init; } = null!;
}

/// <param name="Name">For example <c>POST /awsconnectors/{id}</c>.</param>
/// <param name="Writes">True if the operation changes state.</param>
/// <param name="Run">Runs the operation; null is an empty response.</param>
internal sealed record VendorOperation(string Name, bool Writes, Func<VendorCall, JsonObject?> Run)
{
    /// <summary>True if the ID in the path is that of a connector.</summary>
    public bool IsOnConnector => Name.EndsWith("/awsconnectors/{id}", StringComparison.Ordinal);
}

/// <summary>The operations of the API by method and path.</summary>
internal sealed class VendorRoutes(VendorConnectors connectors, VendorTenant tenant, VendorKeys keys)
{
    private const string Base = "/api/";

    private readonly VendorOperation[] _operations =
    [
        new("GET /awsconnectorsettings", false, tenant.ConnectorSettings),
        new("GET /awsconnectors", false, connectors.List),
        new("POST /awsconnectors", true, connectors.Create),
        new("POST /awsconnectors/search", false, connectors.Search),
        new("GET /awsconnectors/{id}", false, connectors.Get),
        new("POST /awsconnectors/{id}", true, connectors.Modify),
        new("DELETE /awsconnectors/{id}", true, connectors.Delete),
        new("GET /apikeys/current", false, VendorKeys.Current),
        new("POST /apikeys/current/secretkey", true, VendorKeys.Rotate),
        new("GET /apikeys", false, keys.List),
        new("POST /apikeys", true, keys.Create),
        new("DELETE /apikeys/{id}", true, keys.Delete),
        new("GET /systemsettings/platformSettingAwsExternalIdRetrievalEnabled", false, tenant.RetrievalSetting),
        new("POST /systemsettings/platformSettingAwsExternalIdRetrievalEnabled", true, tenant.SetRetrieval),
    ];

    /// <exception cref="VendorErrorException">404: the API has no such operation.</exception>
    public (VendorOperation Operation, int Id) Find(string method, string path)
    {
        var local = path.StartsWith(Base, StringComparison.Ordinal) ? path[(Base.Length - 1)..] : "";
        var slash = local.LastIndexOf('/');
        if (int.TryParse(local.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            local = $"{local[..slash]}/{{id}}";

        var name = $"{method} {local}";
        return Array.Find(_operations, operation => operation.Name == name) is { } found
            ? (found, id)
            : throw VendorErrorException.NotFound("There is no such resource.");
    }
}
