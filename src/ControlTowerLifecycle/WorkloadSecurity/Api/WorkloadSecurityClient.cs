using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// The calls of the Workload Security API that are needed here, one method each
/// (<c>https://cloudone.trendmicro.com/docs/workload-security/api-reference</c>).
/// </summary>
internal sealed class WorkloadSecurityClient(WorkloadSecurityHttp http)
{
    /// <summary>
    /// Registering and changing make the vendor assume the role, which may take a minute or two. What it still does after
    /// that is found by the next attempt; one that waited to the end of an invocation could not say what it waited for.
    /// </summary>
    private static readonly TimeSpan Assuming = TimeSpan.FromSeconds(90);

    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>
    /// The tenant's external ID, or null or empty where an administrator has switched its retrieval off.
    /// </summary>
    public async Task<string?> FindExternalIdAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");
        return (await http.SendAsync(call, ConnectorJson.Default.AwsConnectorSettingsDto, cancellationToken)).ExternalId;
    }

    /// <summary>When the API key ends (GET /apikeys/current, <c>expiryDate</c> in ms), or null where it never does.</summary>
    public async Task<DateTimeOffset?> FindKeyExpiryAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "apikeys/current", "GET /apikeys/current");
        var key = await http.SendAsync(call, ConnectorJson.Default.ApiKeyDto, cancellationToken);
        return key.ExpiryDate switch
        {
            null or <= 0 => null,
            { } end when end > LatestEnd => null,
            { } end => DateTimeOffset.FromUnixTimeMilliseconds(end),
        };
    }

    /// <summary>The connectors of one account, lowest id first.</summary>
    public async Task<IReadOnlyList<Connector>> SearchAsync(AccountId account, CancellationToken cancellationToken)
    {
        // Far more than an account can sensibly have: one page is the answer.
        const int most = 5000;
        var call = Search(
            most,
            new SearchCriterionDto { FieldName = "accountId", StringTest = "equal", StringValue = account.Value }) with
        {
            Resource = account.Value,
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

    /// <summary>
    /// The connectors of all accounts with an ID above <paramref name="after"/>, rising; fewer than
    /// <paramref name="most"/> where there are no more. Those without an account id, which are none of AWS's accounts,
    /// are in it with null.
    /// </summary>
    /// <exception cref="WorkloadSecurityException">
    /// Besides the usual: the IDs do not rise, so that going on by them would end nowhere or leave some out.
    /// </exception>
    public async Task<IReadOnlyList<ListedConnector>> ListAsync(int after, int most, CancellationToken cancellationToken)
    {
        var call = Search(most, new SearchCriterionDto { IdTest = "greater-than", IdValue = after });
        var found = await http.SendAsync(call, ConnectorJson.Default.AwsConnectorsDto, cancellationToken);
        var listed = new List<ListedConnector>(most);
        foreach (var wire in found.AwsConnectors ?? [])
        {
            if (wire is null)
                continue;

            var connector = Read(call, wire);
            if (connector.Id <= after)
                throw NotRising(call, after, connector.Id);

            after = connector.Id;
            listed.Add(new ListedConnector(connector, wire.AccountId));
        }

        return listed;
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

    private static WorkloadSecurityCall Search(int most, SearchCriterionDto criterion) =>
        new(HttpMethod.Post, "awsconnectors/search", "POST /awsconnectors/search")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new SearchDto(most, [criterion], true), ConnectorJson.Default.SearchDto),
        };

    private static WorkloadSecurityException NotRising(WorkloadSecurityCall call, int after, int id) =>
        WorkloadSecurityFailure.Person(
            call.Operation,
            $"Workload Security answered connector {id} to a search for those after {after}: the list cannot be read in pages",
            "Check that WORKLOAD_SECURITY_ENDPOINT names a Workload Security API and nothing between changes requests; then ask "
            + "the vendor's support why POST /awsconnectors/search does not keep to idTest and sortByObjectID.");

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
