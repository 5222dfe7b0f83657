using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// The calls of the Workload Security API, one method each
/// (<c>https://cloudone.trendmicro.com/docs/workload-security/api-reference</c>).
/// </summary>
internal sealed class WorkloadSecurityClient(WorkloadSecurityHttp http)
{
    /// <summary>
    /// Registering and modifying make the vendor assume the role, which may take a minute or two. If the vendor
    /// finishes later, the next attempt finds the result. A call that waited until the invocation ended could not
    /// report why.
    /// </summary>
    private static readonly TimeSpan AssumeRoleTimeout = TimeSpan.FromSeconds(90);

    private static readonly long LatestEnd = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads the secret again, before a walk.</summary>
    public Task RereadKeyAsync(CancellationToken cancellationToken) => http.RereadKeyAsync(cancellationToken);

    /// <summary>
    /// The tenant's external ID, or null or empty if an administrator has switched its retrieval off.
    /// </summary>
    public async Task<string?> FindExternalIdAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");
        return (await http.SendAsync(call, ConnectorJson.Default.AwsConnectorSettingsDto, cancellationToken)).ExternalId;
    }

    /// <summary>
    /// When the API key ends (GET /apikeys/current, <c>expiryDate</c> in ms), or null if it never does.
    /// </summary>
    public async Task<DateTimeOffset?> FindKeyExpiryAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "apikeys/current", "GET /apikeys/current");
        var key = await http.SendAsync(call, ConnectorJson.Default.ApiKeyDto, cancellationToken);

        // A response about nothing must not count as a key that never ends.
        if (key is { Id: null, KeyName: null, ExpiryDate: null })
            throw WorkloadSecurityFailure.Create(call, 200, ", without a key", null, null, null);

        return key.ExpiryDate switch
        {
            null or <= 0 => null,
            { } end when end > LatestEnd => null,
            { } end => DateTimeOffset.FromUnixTimeMilliseconds(end),
        };
    }

    /// <summary>
    /// Verifies that the key may change connectors, by a change of a connector that does not exist: 404 is documented for a
    /// key with this right, 403 for a key without it. Any other response proves nothing.
    /// </summary>
    /// <returns>Whether the response proves the right.</returns>
    /// <exception cref="WorkloadSecurityException">The key may not change connectors.</exception>
    public async Task<bool> VerifyWriteAsync(CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, Path(int.MaxValue), "POST /awsconnectors/{id}")
        {
            Body = "{}"u8.ToArray(),
            On = ConnectorCall.ById,
        };
        try
        {
            await http.SendAsync(call, cancellationToken);
            return false;
        }
        catch (WorkloadSecurityException refused) when (refused is { Status: 403, RefusesTheKey: true })
        {
            throw WorkloadSecurityFailure.ReadOnlyKey(refused);
        }
        catch (WorkloadSecurityException other) when (!other.RefusesTheKey)
        {
            // 404, as expected, or a fault that says nothing about the right.
            return other.IsNotFound;
        }
    }

    /// <summary>The connectors of one account, lowest id first.</summary>
    public Task<IReadOnlyList<Connector>> SearchAsync(AccountId account, CancellationToken cancellationToken) =>
        SearchAsync(account, static _ => { }, cancellationToken);

    /// <inheritdoc cref="SearchAsync(AccountId, CancellationToken)"/>
    /// <param name="account">The account.</param>
    /// <param name="onSending">Receives the time at which the search is sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<Connector>> SearchAsync(
        AccountId account, Action<DateTimeOffset> onSending, CancellationToken cancellationToken) =>
        SearchAsync(
            new SearchCriterionDto { FieldName = "accountId", StringTest = "equal", StringValue = account.Value },
            account,
            onSending,
            wire => ConnectorWire.AccountOf(wire) == account.Value,
            cancellationToken);

    /// <summary>
    /// The connectors on one role, lowest id first. It finds those too that have no account id yet. The API reference does
    /// not list the fields of a search: if the vendor refuses this one, only the search by account is left.
    /// </summary>
    public async Task<IReadOnlyList<Connector>> SearchRoleAsync(
        AccountId account, string roleArn, Action<DateTimeOffset> onSending, CancellationToken cancellationToken)
    {
        try
        {
            return await SearchAsync(
                new SearchCriterionDto { FieldName = "crossAccountRoleArn", StringTest = "equal", StringValue = roleArn },
                account,
                onSending,
                wire => wire.CrossAccountRoleArn == roleArn,
                cancellationToken);
        }
        catch (WorkloadSecurityException refused) when (refused is { Status: 400 or 422, IsPage: false })
        {
            return [];
        }
    }

    /// <summary>
    /// A page of the connectors of all accounts with an ID above <paramref name="after"/>, in rising order. Connectors
    /// that are not of an AWS account have no account id.
    /// </summary>
    /// <exception cref="WorkloadSecurityException">
    /// The call failed, or the IDs do not rise: reading on by them would never end, or leave connectors out.
    /// </exception>
    public async Task<IReadOnlyList<ListedConnector>> ListAsync(
        int after, int pageSize, CancellationToken cancellationToken)
    {
        var call = Search(pageSize, new SearchCriterionDto { IdTest = "greater-than", IdValue = after });
        var found = await http.SendAsync(call, ConnectorJson.Default.AwsConnectorsDto, cancellationToken);
        var listed = new List<ListedConnector>(pageSize);
        foreach (var wire in ConnectorWire.Rows(call, found))
        {
            var connector = ConnectorWire.Read(call, wire);
            if (connector.Id <= after)
                throw NotRising(call, after, connector.Id);

            after = connector.Id;
            listed.Add(new ListedConnector(connector, ConnectorWire.AccountOf(wire)));
        }

        return listed;
    }

    /// <summary>Registers an account. Whether a second call creates a second connector is not documented.</summary>
    /// <param name="account">The account.</param>
    /// <param name="fields">The fields of its connector.</param>
    /// <param name="notAfter">The call is not sent later than this.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Connector> CreateAsync(
        AccountId account, ConnectorFields fields, DateTimeOffset notAfter, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, "awsconnectors", "POST /awsconnectors")
        {
            Resource = account.Value,
            Body = ConnectorWire.Write(fields, account),
            On = ConnectorCall.Registration,
            IsIdempotent = false,
            NotAfter = notAfter,
            Timeout = AssumeRoleTimeout,
        };
        return ConnectorWire.Read(call, await http.SendAsync(call, ConnectorJson.Default.AwsConnectorDto, cancellationToken));
    }

    /// <summary>Sets the given fields of a connector; the others stay as they are.</summary>
    public async Task ModifyAsync(int id, ConnectorFields fields, CancellationToken cancellationToken)
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, Path(id), "POST /awsconnectors/{id}")
        {
            Resource = $"connector {id}",
            Body = ConnectorWire.Write(fields, null),
            On = ConnectorCall.ById,
            Timeout = AssumeRoleTimeout,
        };
        ConnectorWire.Read(call, await http.SendAsync(call, ConnectorJson.Default.AwsConnectorDto, cancellationToken));
    }

    /// <summary>Removes a connector. It is not a failure if the connector was removed before.</summary>
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
        catch (WorkloadSecurityException removed) when (removed.IsNotFound)
        {
            // Another run was faster, with the same result.
        }
    }

    private async Task<IReadOnlyList<Connector>> SearchAsync(
        SearchCriterionDto criterion, AccountId account, Action<DateTimeOffset> onSending, Func<AwsConnectorDto, bool> matches,
        CancellationToken cancellationToken)
    {
        // More than any account has, so that one page is enough.
        const int pageSize = 5000;
        var call = Search(pageSize, criterion) with { Resource = account.Value, OnSending = onSending };
        var found = await http.SendAsync(call, ConnectorJson.Default.AwsConnectorsDto, cancellationToken);
        return
        [
            .. ConnectorWire.Rows(call, found)
                .Where(matches)
                .Select(wire => ConnectorWire.Read(call, wire))
                .OrderBy(connector => connector.Id),
        ];
    }

    private static WorkloadSecurityCall Search(int pageSize, SearchCriterionDto criterion) =>
        new(HttpMethod.Post, "awsconnectors/search", "POST /awsconnectors/search")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new SearchDto(pageSize, [criterion], true), ConnectorJson.Default.SearchDto),
        };

    private static WorkloadSecurityException NotRising(WorkloadSecurityCall call, int after, int id) =>
        WorkloadSecurityFailure.NeedsOperator(
            call.Operation,
            $"Workload Security returned connector {id} to a search for connectors after {after}: "
            + "the list cannot be read in pages",
            "Check that WORKLOAD_SECURITY_ENDPOINT names a Workload Security API, and that no proxy changes the requests; "
            + "then ask the vendor's support why POST /awsconnectors/search ignores idTest and sortByObjectID.");

    private static string Path(int id) => string.Create(CultureInfo.InvariantCulture, $"awsconnectors/{id}");
}
