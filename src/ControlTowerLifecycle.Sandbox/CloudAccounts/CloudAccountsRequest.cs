using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>A parsed request.</summary>
/// <param name="Collection">The address of <c>…/awsAccounts</c>.</param>
/// <param name="AccountId">The account in the path; null if there is none.</param>
/// <param name="Body">The body; empty if the request has none.</param>
/// <param name="Query">The parameters of the query.</param>
/// <param name="Now">When the operation starts.</param>
internal sealed record CloudAccountsRequest(
    string Collection, string? AccountId, JsonObject Body, IQueryCollection Query, DateTimeOffset Now)
{
    /// <summary>The header TMV1-Filter.</summary>
    public string? Filter { get; init; }

    /// <summary>The header If-Match.</summary>
    public string? IfMatch { get; init; }

    /// <summary>In the beta version, <c>name</c> is optional.</summary>
    public bool IsBeta => Collection.Contains("/beta/", StringComparison.Ordinal);
}

/// <summary>A response of an operation.</summary>
internal sealed record CloudAccountsResponse(HttpStatusCode Status, JsonObject? Body)
{
    public static CloudAccountsResponse Empty { get; } = new(HttpStatusCode.NoContent, null);

    public string? ETag { get; init; }

    public string? Location { get; init; }

    public static CloudAccountsResponse Ok(JsonObject body) => new(HttpStatusCode.OK, body);
}

/// <param name="Name">For example <c>PATCH /awsAccounts/{id}</c>.</param>
/// <param name="Writes">True if the operation changes state.</param>
/// <param name="Run">Runs the operation.</param>
internal sealed record CloudAccountsOperation(
    string Name, bool Writes, Func<CloudAccountsRequest, CloudAccountsResponse> Run)
{
    /// <summary>The parameters of the query.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>More parameters of the query, in the beta version.</summary>
    public IReadOnlyList<string> BetaParameters { get; init; } = [];

    /// <summary>Refuses a parameter that the operation does not have.</summary>
    public void CheckQuery(CloudAccountsRequest request)
    {
        var allowed = request.IsBeta ? Parameters.Concat(BetaParameters) : Parameters;
        if (request.Query.Keys.Except(allowed, StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw CloudAccountsErrorException.BadRequest($"{Name} has no parameter {other}.");
    }
}
