using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>The API keys of the tenant, and the operations on them. The API manages only keys of the console's style.</summary>
internal sealed class VendorKeys(KeyStyles styles)
{
    private readonly ConcurrentDictionary<int, VendorKey> _keys = new();
    private int _lastId = 1;

    /// <summary>The key that the tenant begins with.</summary>
    public VendorKey First { get; } = new(1, "control-tower-lifecycle", styles);

    /// <summary>All keys that are not deleted, lowest ID first.</summary>
    public IReadOnlyList<VendorKey> All => [.. _keys.Values.Append(First).Where(key => !key.IsDeleted).OrderBy(key => key.Id)];

    /// <summary>The key in the headers of a request; null if it is not accepted.</summary>
    public VendorKey? Find(HttpRequest request, DateTimeOffset now) => All.FirstOrDefault(key => key.Accepts(request, now));

    public static JsonObject Current(VendorCall call) => Describe(call.Key);

    public JsonObject List(VendorCall call)
    {
        RequireRight(call);
        return new JsonObject { ["apiKeys"] = new JsonArray([.. All.Select(Describe)]) };
    }

    public JsonObject Create(VendorCall call)
    {
        RequireRight(call);
        var name = SandboxConnector.Text(call.Body, "keyName")
            ?? throw VendorErrorException.BadRequest("keyName is required.");
        if (All.Any(key => key.Name == name))
            throw VendorErrorException.BadRequest("An API key with this name exists.");
        if (call.Body["roleID"]?.GetValue<int>() != call.Key.RoleId)
            throw VendorErrorException.BadRequest("There is no such role.");
        var added = new VendorKey(Interlocked.Increment(ref _lastId), name, KeyStyles.Legacy)
        {
            RoleId = call.Key.RoleId,
            Active = call.Body["active"]?.GetValue<bool>() ?? true,
            ExpiresAt = call.Body["expiryDate"] is { } end
                ? DateTimeOffset.FromUnixTimeMilliseconds(end.GetValue<long>())
                : null,
        };
        _keys[added.Id] = added;
        return WithSecret(added);
    }

    /// <summary>Replaces the secret of the caller's key. The old one stops working at once.</summary>
    public static JsonObject Rotate(VendorCall call)
    {
        call.Key.Rotate();
        return WithSecret(call.Key);
    }

    public JsonObject? Delete(VendorCall call)
    {
        RequireRight(call);
        var key = All.FirstOrDefault(key => key.Id == call.Id) ?? throw VendorErrorException.NotFound("There is no such API key.");
        key.IsDeleted = true;
        return null;
    }

    private static void RequireRight(VendorCall call)
    {
        if (call.Key.Styles == KeyStyles.ApiKey)
            throw new VendorErrorException(HttpStatusCode.Forbidden, "Not authorized to manage API keys.");
    }

    private static JsonObject WithSecret(VendorKey key)
    {
        var described = Describe(key);
        described["secretKey"] = key.Secret;
        return described;
    }

    private static JsonObject Describe(VendorKey key) => new()
    {
        ["keyName"] = key.Name,
        ["locale"] = "en-US",
        ["roleID"] = key.RoleId,
        ["timeZone"] = "UTC",
        ["active"] = key.Active,
        ["expiryDate"] = key.ExpiresAt?.ToUnixTimeMilliseconds(),
        ["tenantID"] = 1,
        ["cloudOneAccountID"] = "000000000001",
        ["ID"] = key.Id,
    };
}
