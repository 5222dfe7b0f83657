namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>The operations of the API by method and path.</summary>
internal sealed class CloudAccountsRoutes(CloudAccountsOperations operations)
{
    private static readonly string[] Prefixes = ["/v3.0/cam", "/beta/cam", "/beta/xdr/cam"];

    private readonly CloudAccountsOperation[] _operations =
    [
        new("GET /v3.0/healthcheck/connectivity", false, CloudAccountsOperations.Health),
        new("GET /awsAccounts", false, operations.List) { Parameters = ["top", "skipToken"] },
        new("POST /awsAccounts", true, operations.Create),
        new("GET /awsAccounts/features", false, operations.ListFeatures),
        new("GET /awsAccounts/{id}", false, operations.Get) { BetaParameters = ["excludeCloudAssets"] },
        new("PATCH /awsAccounts/{id}", true, operations.Modify),
        new("DELETE /awsAccounts/{id}", true, operations.Delete),
    ];

    /// <returns>The operation, the path of <c>…/awsAccounts</c> and the account in the path.</returns>
    /// <exception cref="CloudAccountsErrorException">404: the API has no such operation.</exception>
    public (CloudAccountsOperation Operation, string Collection, string? AccountId) Find(string method, string path)
    {
        var prefix = Array.Find(Prefixes, known => path.StartsWith($"{known}/", StringComparison.Ordinal)) ?? "";
        var local = path[prefix.Length..];
        // The operations for accounts have a prefix; the check of the health has none.
        if (local.StartsWith("/awsAccounts", StringComparison.Ordinal) == (prefix.Length == 0))
            throw CloudAccountsErrorException.NotFound();

        string? account = null;
        if (local.Split('/') is ["", "awsAccounts", { Length: 12 } id] && id.All(char.IsAsciiDigit))
            (local, account) = ("/awsAccounts/{id}", id);

        return Array.Find(_operations, operation => operation.Name == $"{method} {local}") is { } found
            ? (found, $"{prefix}/awsAccounts", account)
            : throw CloudAccountsErrorException.NotFound();
    }
}
