using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>The operations for the tenant: external ID and the retrieval setting.</summary>
internal sealed class VendorTenant(SandboxVendor vendor)
{
    public JsonObject ConnectorSettings(VendorCall call)
    {
        _ = call;
        if (vendor.ExternalIdRetrieval)
            return new JsonObject { ["externalId"] = vendor.ExternalId };
        return vendor.DisabledRetrieval switch
        {
            DisabledRetrievalResponse.Missing => [],
            DisabledRetrievalResponse.Null => new JsonObject { ["externalId"] = null },
            DisabledRetrievalResponse.Empty => new JsonObject { ["externalId"] = "" },
            _ => throw new VendorErrorException(
                HttpStatusCode.Forbidden, "Not authorized to retrieve connector settings."),
        };
    }

    public JsonObject RetrievalSetting(VendorCall call)
    {
        _ = call;
        return new JsonObject { ["value"] = vendor.ExternalIdRetrieval ? "true" : "false" };
    }

    public JsonObject SetRetrieval(VendorCall call)
    {
        vendor.ExternalIdRetrieval = SandboxConnector.Text(call.Body, "value") switch
        {
            "true" => true,
            "false" => false,
            _ => throw VendorErrorException.BadRequest("The value must be \"true\" or \"false\"."),
        };
        return RetrievalSetting(call);
    }
}
