using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>What people change by hand in accounts that are protected, one thing in each account, in turn.</summary>
internal static class ManualDrift
{
    private static readonly Action<TestStack, string>[] Kinds = [AgePolicy, ChangeTrust, RemoveConnector, DeleteRole];

    /// <summary>Spoils that many accounts, as far apart from each other as there is room.</summary>
    /// <returns>Their ids.</returns>
    public static IReadOnlySet<string> Make(TestStack stack, int accounts)
    {
        var ordinary = stack.Judge.All()
            .Where(verdict => verdict.IsProtected && verdict.Account.Name.StartsWith("Workload", StringComparison.Ordinal))
            .Select(verdict => verdict.Account.Id)
            .ToList();
        var spoilt = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < accounts; index++)
        {
            var id = ordinary[index * ordinary.Count / accounts];
            Kinds[index % Kinds.Length](stack, id);
            spoilt.Add(id);
        }

        return spoilt;
    }

    public static void AgePolicy(TestStack stack, string accountId) =>
        stack.ChangeRole(accountId, Acts.WithOlderPolicy);

    public static void ChangeTrust(TestStack stack, string accountId) => stack.ChangeRole(accountId, role => role with
    {
        Trust = role.Trust.Replace(stack.Server.Vendor.ExternalId, "typed-by-hand", StringComparison.Ordinal),
    });

    public static void RemoveConnector(TestStack stack, string accountId) =>
        stack.Server.Vendor.Connectors.Remove(stack.Server.Vendor.Connectors.Of(accountId)[0].Id);

    private static void DeleteRole(TestStack stack, string accountId) => stack.Organization.Change(
        accountId, account => account.WithoutRole(DefaultOrganization.PredecessorRole));
}
