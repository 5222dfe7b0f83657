using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>A call that has been taken apart.</summary>
/// <param name="Body">The JSON body; empty where there was none.</param>
/// <param name="ConnectorId">The id in the path, or 0.</param>
/// <param name="Now">When it arrived; from the moment of the deed on, when that is.</param>
internal sealed record VendorCall(JsonObject Body, int ConnectorId, DateTimeOffset Now);

/// <summary>One operation of the API.</summary>
/// <param name="Name">For example <c>POST /awsconnectors/{id}</c>.</param>
/// <param name="Writes">Whether it changes anything.</param>
/// <param name="Run">Carries it out; null is an empty answer.</param>
internal sealed record VendorOperation(string Name, bool Writes, Func<VendorCall, JsonObject?> Run);

/// <summary>The API by method and path.</summary>
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

    /// <summary>The operation and the id in the path.</summary>
    /// <exception cref="VendorErrorException">404: the API has no such call.</exception>
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
