using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// The state of accounts as text, actual and expected. The text contains no IDs that differ between runs, so that two
/// runs can be compared.
/// </summary>
internal static class EndState
{
    /// <summary>The state of all accounts, and the other connectors of the tenant.</summary>
    public static string Of(SimulatedCloud cloud)
    {
        var accounts = cloud.Accounts.Select(account => Of(cloud, account));
        return string.Join('\n', [.. accounts, .. Foreign(cloud).Select(Describe)]);
    }

    /// <summary>The connectors of the tenant that belong to none of these accounts.</summary>
    public static IEnumerable<VendorConnector> Foreign(SimulatedCloud cloud)
    {
        var ours = cloud.Accounts.Select(account => account.Managed.Id.Value).ToHashSet(StringComparer.Ordinal);
        return cloud.Vendor.Connectors.Where(connector => !ours.Contains(connector.AccountId));
    }

    public static string Of(SimulatedCloud cloud, SimulatedAccount account) =>
        $"{Describe(account, account.Iam.Role, Connectors(cloud, account))}; {account.Connection.Describe()}";

    /// <summary>
    /// An eligible account has what each protection of the case needs. Any other account is unchanged, and so is one that
    /// another owner connected.
    /// </summary>
    public static string Expected(SimulatedCloud cloud, SimulatedAccount account)
    {
        var (connector, connection) = cloud.Protections switch
        {
            ProtectionsSetup.WorkloadSecurity => (account.IsEligible, false),
            ProtectionsSetup.CloudAccounts => (false, account.IsEligible),
            _ => (account.IsEligible, account.IsEligible),
        };
        var workload = connector && !account.IsConnectedOtherwise
            ? Describe(account, ExpectedRole(account), ExpectedConnectors(account))
            : Describe(account, account.RoleBefore, account.ConnectorsBefore);
        return connection && !account.Connection.IsConnectedOtherwise
            ? $"{workload}; {account.Connection.Right()}"
            : $"{workload}; {account.Connection.Before}";
    }

    private static IEnumerable<VendorConnector> Connectors(SimulatedCloud cloud, SimulatedAccount account) =>
        cloud.Vendor.Connectors.Where(connector => connector.AccountId == account.Managed.Id.Value);

    private static RoleState ExpectedRole(SimulatedAccount account)
    {
        var expected = Sample.Role.New(Sample.Id, SimulatedAccount.Trust, account.ConnectorsBefore.Count);
        var before = account.RoleBefore
            ?? new RoleState(account.OurRoleArn, null, null, [], expected.Tags, Sample.Start);
        var predecessorPolicy = Sample.Role.PredecessorsPolicyIn(account.Managed.Id);
        return before with
        {
            Trust = SimulatedAccount.Trust,
            InlinePolicy = ConnectorRole.Policy,
            AttachedPolicyArns = [.. before.AttachedPolicyArns.Where(arn => arn != predecessorPolicy)],
            Tags = account.ConnectorsBefore.Count > 0
                ? before.Tags
                : before.Tags.Where(tag => !ConnectorRole.NoConnectorBefore.ContainsKey(tag.Key))
                    .Concat(ConnectorRole.NoConnectorBefore)
                    .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// Connectors on our role are kept; otherwise a new one is created. All other connectors are foreign.
    /// </summary>
    private static IEnumerable<VendorConnector> ExpectedConnectors(SimulatedAccount account) => account switch
    {
        _ when account.ConnectorsOnOurRole.Any() => account.ConnectorsBefore,
        _ =>
        [
            new VendorConnector(
                0, account.Managed.Id.Value, account.OurConnectorName, account.OurRoleArn, Workspaces: false),
        ],
    };

    private static string Describe(
        SimulatedAccount account, RoleState? role, IEnumerable<VendorConnector> connectors)
    {
        var described = connectors.Select(Describe).Order(StringComparer.Ordinal);
        return $"{account.Managed.Id}: {Describe(role)}; {string.Join(", ", described)}";
    }

    private static string Describe(VendorConnector connector) =>
        $"connector '{connector.DisplayName}' on {connector.RoleArn}{(connector.Workspaces ? " with WorkSpaces" : "")}";

    private static string Describe(RoleState? role) => role is null
        ? "no role"
        : $"role {role.Arn}"
            + $", trust {Describe(role.Trust, SimulatedAccount.Trust)}"
            + $", policy {Describe(role.InlinePolicy, ConnectorRole.Policy)}"
            + $", attached [{string.Join(", ", role.AttachedPolicyArns)}]"
            + $", tags [{Describe(role.Tags)}]";

    private static string Describe(IReadOnlyDictionary<string, string> tags) =>
        string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));

    private static string Describe(PolicyDocument? document, PolicyDocument ours) =>
        document is null ? "none" : ours.Equals(document) ? "ours" : document.Json;
}
