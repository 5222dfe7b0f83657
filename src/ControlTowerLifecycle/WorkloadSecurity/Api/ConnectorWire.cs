using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Connectors as the API reads and writes them.</summary>
internal static class ConnectorWire
{
    /// <summary>A response without the list is a failure: only an empty list means that there are none.</summary>
    public static IEnumerable<AwsConnectorDto> Rows(WorkloadSecurityCall call, AwsConnectorsDto found) =>
        (found.AwsConnectors
            ?? throw WorkloadSecurityFailure.Create(call, 200, ", without a list of connectors", null, null, null))
        .OfType<AwsConnectorDto>();

    /// <summary>Before the vendor's first synchronization a connector has no account id, only the ARN of its role.</summary>
    public static string? AccountOf(AwsConnectorDto wire) =>
        string.IsNullOrEmpty(wire.AccountId) && wire.CrossAccountRoleArn?.Split(':') is [_, _, _, _, var account, ..]
            ? account
            : wire.AccountId;

    public static byte[] Write(ConnectorFields fields, AccountId? account)
    {
        var wire = new AwsConnectorDto
        {
            AccountId = account?.Value,
            DisplayName = fields.DisplayName,
            CrossAccountRoleArn = fields.CrossAccountRoleArn,
            WorkspacesEnabled = fields.WorkspacesEnabled ? true : null,
        };
        return JsonSerializer.SerializeToUtf8Bytes(wire, ConnectorJson.Default.AwsConnectorDto);
    }

    public static Connector Read(WorkloadSecurityCall call, AwsConnectorDto wire) => new(
        wire.Id ?? throw WorkloadSecurityFailure.Create(
            call, 200, ", with a connector that has no ID", null, null, null),
        wire.DisplayName,
        string.IsNullOrEmpty(wire.CrossAccountRoleArn) ? null : wire.CrossAccountRoleArn,
        wire.WorkspacesEnabled ?? false);
}
