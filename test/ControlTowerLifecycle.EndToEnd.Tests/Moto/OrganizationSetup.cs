using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>Creates an organization with accounts and nested units in moto.</summary>
internal sealed class OrganizationSetup(UnsignedCalls calls)
{
    /// <returns>The ids of the accounts. All of them are directly under the root.</returns>
    public async Task<IReadOnlyList<string>> CreateAccountsAsync(int count, CancellationToken cancellationToken)
    {
        await CallAsync("CreateOrganization", new() { ["FeatureSet"] = "ALL" }, cancellationToken);
        List<string> accounts = [];
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"account-{number}");
            var response = await CallAsync(
                "CreateAccount",
                new() { ["AccountName"] = name, ["Email"] = $"{name}@example.com" },
                cancellationToken);
            accounts.Add(response["CreateAccountStatus"]!["AccountId"]!.GetValue<string>());
        }

        return accounts;
    }

    /// <summary>
    /// Creates three nested units and moves one account to the middle unit and one to the inner unit.
    /// </summary>
    /// <returns>The id of the middle unit, and the units of both accounts, outermost first, by account id.</returns>
    public async Task<(string UnitId, IReadOnlyDictionary<string, string[]> UnitsOfAccounts)> CreateUnitsAsync(
        string accountInMiddle, string accountInInner, CancellationToken cancellationToken)
    {
        var roots = await CallAsync("ListRoots", [], cancellationToken);
        var root = roots["Roots"]![0]!["Id"]!.GetValue<string>();
        var outer = await CreateUnitAsync("Outer", root, cancellationToken);
        var middle = await CreateUnitAsync("Middle", outer, cancellationToken);
        var inner = await CreateUnitAsync("Inner", middle, cancellationToken);
        foreach (var (account, unit) in new[] { (accountInMiddle, middle), (accountInInner, inner) })
        {
            await CallAsync(
                "MoveAccount",
                new() { ["AccountId"] = account, ["SourceParentId"] = root, ["DestinationParentId"] = unit },
                cancellationToken);
        }

        return (middle, new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            [accountInMiddle] = [outer, middle],
            [accountInInner] = [outer, middle, inner],
        });
    }

    private async Task<string> CreateUnitAsync(string name, string parent, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            "CreateOrganizationalUnit", new() { ["Name"] = name, ["ParentId"] = parent }, cancellationToken);
        return response["OrganizationalUnit"]!["Id"]!.GetValue<string>();
    }

    private Task<JsonNode> CallAsync(string operation, JsonObject body, CancellationToken cancellationToken) =>
        calls.JsonAsync(
            "organizations",
            "AWSOrganizationsV20161128",
            operation,
            MotoSetup.ManagementAccountId,
            body,
            cancellationToken);
}
