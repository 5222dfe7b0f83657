using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>Manual changes in protected accounts: one change per account, each kind in turn.</summary>
internal static class ManualDrift
{
    private static readonly Action<TestStack, string>[] Kinds =
        [RestoreOlderPolicy, ChangeTrust, RemoveConnector, DeleteRole];

    private static readonly Action<TestStack, string>[] ConnectionKinds =
        [RemoveConnection, DeleteVisionOneRole, ReplacePolicy, RemoveProvider];

    /// <summary>Changes the given number of accounts, evenly spread over the organization.</summary>
    /// <returns>The ids of the changed accounts.</returns>
    public static IReadOnlySet<string> Apply(TestStack stack, int accounts)
    {
        var ordinary = stack.Judge.All()
            .Where(verdict => verdict.IsProtected
                && verdict.Account.Name.StartsWith("Workload", StringComparison.Ordinal))
            .Select(verdict => verdict.Account.Id)
            .ToList();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        Action<TestStack, string>[] kinds =
            [.. Kinds, .. stack.Deployment.Protections.CloudAccounts ? ConnectionKinds : []];
        for (var index = 0; index < accounts; index++)
        {
            var id = ordinary[index * ordinary.Count / accounts];
            kinds[index % kinds.Length](stack, id);
            changed.Add(id);
        }

        return changed;
    }

    public static void RestoreOlderPolicy(TestStack stack, string accountId) =>
        stack.ChangeRole(accountId, ManualChanges.WithOlderPolicy);

    public static void ChangeTrust(TestStack stack, string accountId) => stack.ChangeRole(accountId, role => role with
    {
        Trust = role.Trust.Replace(stack.Server.Vendor.ExternalId, "typed-by-hand", StringComparison.Ordinal),
    });

    public static void RemoveConnector(TestStack stack, string accountId) =>
        stack.Server.Vendor.Connectors.Remove(stack.Server.Vendor.Connectors.Of(accountId)[0].Id);

    private static void DeleteRole(TestStack stack, string accountId) => stack.Organization.Change(
        accountId, account => account.WithoutRole(DefaultOrganization.PredecessorRole));

    private static void RemoveConnection(TestStack stack, string accountId) =>
        stack.Server.CloudAccounts.Change(accountId, _ => null);

    private static void DeleteVisionOneRole(TestStack stack, string accountId) => stack.Organization.Change(
        accountId, account => account.WithoutRole(CloudAccountsTenant.RoleName));

    private static void ReplacePolicy(TestStack stack, string accountId) => stack.Organization.Change(
        accountId,
        account => account.With(account.ManagedPolicies[0].WithVersion(
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}""",
            isDefault: true,
            TimeProvider.System.GetUtcNow())));

    private static void RemoveProvider(TestStack stack, string accountId) => stack.Organization.Change(
        accountId, account => account with { IdentityProviders = [] });
}
