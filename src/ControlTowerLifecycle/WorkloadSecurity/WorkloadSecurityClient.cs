using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>
/// The calls of the Workload Security API that are needed here, one method each
/// (<c>https://cloudone.trendmicro.com/docs/workload-security/api-reference</c>).
/// </summary>
internal sealed class WorkloadSecurityClient(WorkloadSecurityHttp http)
{
    /// <summary>Registering and changing make the vendor assume the role, which may take a minute or two.</summary>
    private static readonly TimeSpan Assuming = TimeSpan.FromSeconds(120);

    /// <summary>
    /// The tenant's external ID, or null or empty where an administrator has switched its retrieval off.
    /// </summary>
    public async Task<string?> FindExternalIdAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");
        return (await http.SendAsync(call, ConnectorJson.Default.AwsConnectorSettingsDto, cancellationToken)).ExternalId;
    }

    /// <summary>The connectors of one account, lowest id first.</summary>
    public async Task<IReadOnlyList<Connector>> SearchAsync(AccountId account, CancellationToken cancellationToken)
    {
        // Far more than an account can sensibly have: one page is the answer.
        const int most = 5000;
        var search = new SearchDto(most, [new SearchCriterionDto("accountId", "equal", account.Value)], true);
        var call = new WorkloadSecurityCall(HttpMethod.Post, "awsconnectors/search", "POST /awsconnectors/search")
        {
            Resource = account.Value,
            Body = JsonSerializer.SerializeToUtf8Bytes(search, ConnectorJson.Default.SearchDto),
        };
        var found = await http.SendAsync(call, ConnectorJson.Default.AwsConnectorsDto, cancellationToken);
        return
        [
            .. (found.AwsConnectors ?? [])
                .Where(one => one is not null && (one.AccountId is null || one.AccountId == account.Value))
                .Select(one => Read(call, one!))
                .OrderBy(one => one.Id),
        ];
    }

    /// <summary>Registers an account. Whether a second call makes a second connector is not documented.</summary>
    public async Task<Connector> CreateAsync(
        AccountId account, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, "awsconnectors", "POST /awsconnectors")
        {
            Resource = account.Value,
            Body = Write(fields, account),
            On = ConnectorCall.Registration,
            IsIdempotent = false,
            Timeout = Assuming,
        };
        return Read(call, await http.SendAsync(call, ConnectorJson.Default.AwsConnectorDto, cancellationToken));
    }

    /// <summary>Sets the given fields of a connector; the others stay.</summary>
    public async Task ModifyAsync(int id, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, Path(id), "POST /awsconnectors/{id}")
        {
            Resource = $"connector {id}",
            Body = Write(fields, null),
            On = ConnectorCall.ById,
            Timeout = Assuming,
        };
        await http.SendAsync(call, cancellationToken);
    }

    /// <summary>Removes a connector. One that is gone already is no failure.</summary>
    public async Task RemoveAsync(int id, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Delete, Path(id), "DELETE /awsconnectors/{id}")
        {
            Resource = $"connector {id}",
            On = ConnectorCall.ById,
        };
        try
        {
            await http.SendAsync(call, cancellationToken);
        }
        catch (WorkloadSecurityException gone) when (gone.Status == 404)
        {
            // Somebody else was faster, and the end is the same.
        }
    }

    private static string Path(int id) => string.Create(CultureInfo.InvariantCulture, $"awsconnectors/{id}");

    private static byte[] Write(ConnectorFields fields, AccountId? account)
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

    private static Connector Read(WorkloadSecurityCall call, AwsConnectorDto wire) => new(
        wire.Id ?? throw WorkloadSecurityFailure.Of(call, 200, ", with a connector that has no ID", null, null, null),
        wire.DisplayName,
        string.IsNullOrEmpty(wire.CrossAccountRoleArn) ? null : wire.CrossAccountRoleArn,
        wire.WorkspacesEnabled ?? false);
}
