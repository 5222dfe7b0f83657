using System.Text.Json;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// The tenant's setting whether the vendor returns the external ID, platformSettingAwsExternalIdRetrievalEnabled. The key
/// needs the right to read and change system settings.
/// </summary>
internal sealed class RetrievalSettingClient(WorkloadSecurityHttp http)
{
    private const string Path = "systemsettings/platformSettingAwsExternalIdRetrievalEnabled";

    public async Task<RetrievalState> ReadAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, Path, $"GET /{Path}");
        var setting = await http.SendAsync(call, ConnectorJson.Default.SystemSettingDto, cancellationToken);
        return setting.Value?.ToUpperInvariant() switch
        {
            "TRUE" => RetrievalState.Enabled,
            "FALSE" => RetrievalState.Disabled,
            _ => throw WorkloadSecurityFailure.Create(call, 200, ", but the value is neither true nor false", null, null, null),
        };
    }

    public Task WriteAsync(bool isEnabled, CancellationToken cancellationToken)
    {
        var wanted = new SystemSettingDto(isEnabled ? "true" : "false");
        var call = new WorkloadSecurityCall(HttpMethod.Post, Path, $"POST /{Path}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(wanted, ConnectorJson.Default.SystemSettingDto),
        };
        return http.SendAsync(call, cancellationToken);
    }
}
