using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>
/// The calls of the Cloud Accounts API, one method each (<c>https://automation.trendmicro.com/xdr/api-v3</c>).
/// </summary>
/// <param name="http">The transport.</param>
/// <param name="pathPrefix">What comes before <c>/awsAccounts</c>, for example <c>/v3.0/cam</c>.</param>
internal sealed class CloudAccountsClient(CloudAccountsHttp http, string pathPrefix)
{
    /// <summary>The vendor enters the account, which may take a minute or two.</summary>
    private static readonly TimeSpan EntryTimeout = TimeSpan.FromSeconds(90);

    private readonly string _accounts = $"{pathPrefix.Trim('/')}/awsAccounts";

    /// <summary>Reads the secret again, before a walk.</summary>
    public Task RereadKeyAsync(CancellationToken cancellationToken) => http.RereadKeyAsync(cancellationToken);

    /// <summary>Checks that the host is up and accepts the key.</summary>
    public async Task CheckHealthAsync(CancellationToken cancellationToken)
    {
        var call = new CloudAccountsCall(
            HttpMethod.Get, "v3.0/healthcheck/connectivity", "GET /v3.0/healthcheck/connectivity")
        {
            ChecksKey = true,
        };
        var status = await http.SendAsync(
            call, CloudAccountsJson.Default.HealthDto, static health => health.Status, cancellationToken);
        if (status != "available")
            throw CloudAccountsFailure.Create(call, 200, ", but is not available");
    }

    /// <summary>The connection of an account; null if there is none.</summary>
    public async Task<Connection?> FindAsync(AccountId account, CancellationToken cancellationToken)
    {
        var call = new CloudAccountsCall(HttpMethod.Get, $"{_accounts}/{account}", "GET /awsAccounts/{id}")
        {
            Account = account.Value,
        };
        try
        {
            var (found, tag) = await http.SendWithTagAsync(
                call,
                CloudAccountsJson.Default.AwsAccountDto,
                wire => ConnectionReader.Read(wire with { Id = wire.Id ?? account.Value }),
                cancellationToken);
            return found.AccountId == account.Value
                ? found with { ETag = tag }
                : throw CloudAccountsFailure.Create(call, 200, ", but the response is of another account");
        }
        catch (CloudAccountsException notFound) when (notFound.Status == 404)
        {
            return notFound.IsNotFound ? null : throw CloudAccountsFailure.WrongPath(call, notFound);
        }
    }

    /// <summary>All connections of the tenant, page by page.</summary>
    /// <param name="pageSize">25, 50, 100, 500, 1000 or 5000.</param>
    /// <param name="only">The account to list alone; null if all are listed.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async IAsyncEnumerable<IReadOnlyList<Connection>> ListAsync(
        int pageSize, AccountId? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = new CloudAccountsCall(
            HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{_accounts}?top={pageSize}"), "GET /awsAccounts")
        {
            Filter = only is null ? null : $"id eq '{only}'",
        };
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (visited.Add(call.Path))
        {
            var (connections, nextLink) = await http.SendAsync(
                call, CloudAccountsJson.Default.AwsAccountsDto, ConnectionReader.ReadPage, cancellationToken);
            yield return connections ?? throw CloudAccountsFailure.Create(call, 200, ", but the response has no items");
            if (string.IsNullOrEmpty(nextLink))
                yield break;

            call = call with
            {
                Path = http.PathOf(nextLink)
                    ?? throw CloudAccountsFailure.Create(call, 200, ", but its nextLink cannot be read"),
            };
        }

        throw CloudAccountsFailure.NeedsOperator(
            call.Operation,
            "Cloud Accounts returned a page of its list for the second time: the list cannot be read in pages",
            "Check that no proxy changes the requests; then ask the vendor's support why nextLink repeats.");
    }

    /// <summary>Connects an account. Whether a second call is refused with the code for it is not documented.</summary>
    public Task CreateAsync(AccountId account, ConnectionFields fields, CancellationToken cancellationToken) =>
        http.SendAsync(
            new CloudAccountsCall(HttpMethod.Post, _accounts, "POST /awsAccounts")
            {
                Account = account.Value,
                Body = JsonSerializer.SerializeToUtf8Bytes(
                    ConnectionWriter.Write(fields), CloudAccountsJson.Default.NewAwsAccountDto),
                EntersAccount = true,
                IsIdempotent = false,
                Timeout = EntryTimeout,
            },
            cancellationToken);

    /// <summary>Sets the role of a connection; the other fields stay as they are.</summary>
    public Task ModifyAsync(AccountId account, string roleArn, string? tag, CancellationToken cancellationToken) =>
        http.SendAsync(
            new CloudAccountsCall(HttpMethod.Patch, $"{_accounts}/{account}", "PATCH /awsAccounts/{id}")
            {
                Account = account.Value,
                Body = JsonSerializer.SerializeToUtf8Bytes(
                    new ChangedAwsAccountDto(roleArn), CloudAccountsJson.Default.ChangedAwsAccountDto),
                IfMatch = tag,
                EntersAccount = true,
                Timeout = EntryTimeout,
            },
            cancellationToken);

    /// <summary>Removes a connection. It is not a failure if the connection was removed before.</summary>
    public async Task RemoveAsync(AccountId account, CancellationToken cancellationToken)
    {
        var call = new CloudAccountsCall(HttpMethod.Delete, $"{_accounts}/{account}", "DELETE /awsAccounts/{id}")
        {
            Account = account.Value,
        };
        try
        {
            await http.SendAsync(call, cancellationToken);
        }
        catch (CloudAccountsException removed) when (removed.Status == 404)
        {
            // If the vendor does not know the account, another run was faster, with the same result.
            if (!removed.IsNotFound)
                throw CloudAccountsFailure.WrongPath(call, removed);
        }
    }

    /// <summary>The IDs of the features that exist; empty if the form of the response is unknown.</summary>
    public async Task<IReadOnlyList<string>> ListFeaturesAsync(CancellationToken cancellationToken)
    {
        var call = new CloudAccountsCall(HttpMethod.Get, $"{_accounts}/features", "GET /awsAccounts/features");
        return await http.SendAsync<JsonElement, IReadOnlyList<string>>(
            call,
            CloudAccountsJson.Default.JsonElement,
            static body => [.. ConnectionReader.FeatureIds(body).Distinct(StringComparer.Ordinal)],
            cancellationToken);
    }
}
