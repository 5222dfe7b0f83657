using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>A parsed call.</summary>
/// <param name="Body">The JSON body; empty if the request has none.</param>
/// <param name="ConnectorId">The id in the path, or 0.</param>
/// <param name="Now">The time of arrival; while the operation runs, the time when it started.</param>
internal sealed record VendorCall(JsonObject Body, int ConnectorId, DateTimeOffset Now);

/// <param name="Name">For example <c>POST /awsconnectors/{id}</c>.</param>
/// <param name="Writes">True if the operation changes state.</param>
/// <param name="Run">Runs the operation; null is an empty response.</param>
internal sealed record VendorOperation(string Name, bool Writes, Func<VendorCall, JsonObject?> Run);

/// <summary>The operations of the API by method and path.</summary>
internal sealed class VendorRoutes(VendorConnectors connectors, VendorTenant tenant)
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
        new("GET /apikeys/current", false, tenant.CurrentKey),
        new("POST /apikeys/current/secretkey", true, tenant.RotateKey),
        new("GET /systemsettings/platformSettingAwsExternalIdRetrievalEnabled", false, tenant.RetrievalSetting),
        new("POST /systemsettings/platformSettingAwsExternalIdRetrievalEnabled", true, tenant.SetRetrieval),
    ];

    /// <exception cref="VendorErrorException">404: the API has no such operation.</exception>
    public (VendorOperation Operation, int ConnectorId) Find(string method, string path)
    {
        var local = path.StartsWith(Base, StringComparison.Ordinal) ? path[(Base.Length - 1)..] : "";
        var id = 0;
        if (local.StartsWith("/awsconnectors/", StringComparison.Ordinal)
            && int.TryParse(
                local.AsSpan("/awsconnectors/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            local = "/awsconnectors/{id}";
        }

        var name = $"{method} {local}";
        return Array.Find(_operations, operation => operation.Name == name) is { } found
            ? (found, id)
            : throw VendorErrorException.NotFound("There is no such resource.");
    }
}
