using System.Text.Json;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>
/// The API keys of the tenant (specification 50.0.827: listApiKeys, createApiKey, deleteApiKey). The API knows only keys of
/// the console's style, and the caller's key needs the right to manage keys.
/// </summary>
internal sealed class ApiKeysClient(WorkloadSecurityHttp http)
{
    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The key that makes the call.</summary>
    public async Task<VendorApiKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "apikeys/current", "GET /apikeys/current");
        return Read(call, await http.SendAsync(call, ApiKeysJson.Default.ApiKeyRowDto, cancellationToken));
    }

    public async Task<IReadOnlyList<VendorApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "apikeys", "GET /apikeys");
        var found = await http.SendAsync(call, ApiKeysJson.Default.ApiKeyRowsDto, cancellationToken);
        return found.ApiKeys is { } rows ? [.. rows.Select(row => Read(call, row))] : throw NoResponse(call);
    }

    /// <summary>Creates a key. The call is not repeated: a second one would create a second key.</summary>
    /// <returns>The secret key, which the vendor returns only here.</returns>
    public async Task<string> CreateAsync(
        string name, string description, int roleId, DateTimeOffset? end, CancellationToken cancellationToken)
    {
        var wanted = new NewApiKeyDto
        {
            KeyName = name,
            Description = description,
            RoleId = roleId,
            Active = true,
            ExpiryDate = end?.ToUnixTimeMilliseconds(),
        };
        var call = new WorkloadSecurityCall(HttpMethod.Post, "apikeys", "POST /apikeys")
        {
            Resource = name,
            Body = JsonSerializer.SerializeToUtf8Bytes(wanted, ApiKeysJson.Default.NewApiKeyDto),
            IsIdempotent = false,
        };
        var created = await http.SendAsync(call, ApiKeysJson.Default.ApiKeyRowDto, cancellationToken);
        return created.SecretKey is { Length: > 0 } secret ? secret : throw NoResponse(call);
    }

    /// <summary>Deletes a key. It is not a failure if the key was deleted before.</summary>
    public async Task DeleteAsync(int id, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Delete, $"apikeys/{id}", "DELETE /apikeys/{id}")
        {
            Resource = $"key {id}",
        };
        try
        {
            await http.SendAsync(call, cancellationToken);
        }
        catch (WorkloadSecurityException removed) when (removed.IsNotFound)
        {
            // An earlier attempt deleted it, and its response was lost.
        }
    }

    private static VendorApiKey Read(WorkloadSecurityCall call, ApiKeyRowDto? row) =>
        row is { Id: { } id, RoleId: { } role, Active: { } active }
            ? new VendorApiKey(id, row.KeyName ?? "", role)
            {
                IsActive = active,
                End = row.ExpiryDate is > 0 and { } end && end <= LatestEnd
                    ? DateTimeOffset.FromUnixTimeMilliseconds(end)
                    : null,
            }
            : throw NoResponse(call);

    private static WorkloadSecurityException NoResponse(WorkloadSecurityCall call) => WorkloadSecurityFailure.Create(
        call, 200, ", but the response is not one of this API", requestId: null, retryAfter: null, cause: null);
}
