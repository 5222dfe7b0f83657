using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>
/// What an account has, in words that two runs can be compared by, without ids that differ from run to run; and what it
/// should have.
/// </summary>
internal static class EndState
{
    /// <summary>What all accounts have, and every connector of the tenant that is none of theirs.</summary>
    public static string Of(World world)
    {
        var accounts = world.Accounts.Select(account => Of(world, account));
        return string.Join('\n', [.. accounts, .. Elsewhere(world).Select(Told)]);
    }

    /// <summary>The connectors of the tenant that are of none of these accounts.</summary>
    public static IEnumerable<VendorConnector> Elsewhere(World world)
    {
        var ours = world.Accounts.Select(account => account.Managed.Id.Value).ToHashSet(StringComparer.Ordinal);
        return world.Vendor.Connectors.Where(one => !ours.Contains(one.AccountId));
    }

    /// <summary>What one account has.</summary>
    public static string Of(World world, AccountInWorld account) =>
        Told(account, account.Iam.Role, Connectors(world, account));

    /// <summary>One that is not eligible stays as it is; one that is has the role and one connector on it.</summary>
    public static string Wanted(AccountInWorld account) => account.IsEligible
        ? Told(account, WantedRole(account), WantedConnectors(account))
        : Told(account, account.RoleBefore, account.ConnectorsBefore);

    private static IEnumerable<VendorConnector> Connectors(World world, AccountInWorld account) =>
        world.Vendor.Connectors.Where(one => one.AccountId == account.Managed.Id.Value);

    private static RoleState WantedRole(AccountInWorld account)
    {
        var wanted = Sample.Role.New(Sample.Id, AccountInWorld.Trust, account.ConnectorsBefore.Count);
        var before = account.RoleBefore
            ?? new RoleState(account.OurRoleArn, null, null, [], wanted.Tags, Sample.Start);
        var predecessors = Sample.Role.PredecessorsPolicyIn(account.Managed.Id);
        return before with
        {
            Trust = AccountInWorld.Trust,
            InlinePolicy = ConnectorRole.Policy,
            AttachedPolicyArns = [.. before.AttachedPolicyArns.Where(arn => arn != predecessors)],
            Tags = account.ConnectorsBefore.Count > 0
                ? before.Tags
                : before.Tags.Where(tag => !ConnectorRole.NoConnectorBefore.ContainsKey(tag.Key))
                    .Concat(ConnectorRole.NoConnectorBefore)
                    .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// What is on our role stays; else the oldest is turned to it; else there is a new one. All others are somebody's.
    /// </summary>
    private static IEnumerable<VendorConnector> WantedConnectors(AccountInWorld account) => account switch
    {
        _ when account.OnOurRole.Any() => account.ConnectorsBefore,
        { ConnectorsBefore: [var oldest, ..] } =>
            [oldest with { RoleArn = account.OurRoleArn }, .. account.ConnectorsBefore.Skip(1)],
        _ => [new VendorConnector(0, account.Managed.Id.Value, account.OurName, account.OurRoleArn, Workspaces: false)],
    };

    private static string Told(AccountInWorld account, RoleState? role, IEnumerable<VendorConnector> connectors) =>
        $"{account.Managed.Id}: {Told(role)}; {string.Join(", ", connectors.Select(Told).Order(StringComparer.Ordinal))}";

    private static string Told(VendorConnector one) =>
        $"connector '{one.DisplayName}' on {one.RoleArn}{(one.Workspaces ? " with WorkSpaces" : "")}";

    private static string Told(RoleState? role) => role is null
        ? "no role"
        : $"role {role.Arn}"
            + $", trust {Told(role.Trust, AccountInWorld.Trust)}"
            + $", policy {Told(role.InlinePolicy, ConnectorRole.Policy)}"
            + $", attached [{string.Join(", ", role.AttachedPolicyArns)}]"
            + $", tags [{Told(role.Tags)}]";

    private static string Told(IReadOnlyDictionary<string, string> tags) =>
        string.Join(", ", tags.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));

    private static string Told(PolicyDocument? document, PolicyDocument ours) =>
        document is null ? "none" : ours.Equals(document) ? "ours" : document.Json;
}
