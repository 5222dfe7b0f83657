using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The protection of one account, judged by the state of the sandbox and not by the output of the functions.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Role">The state of its connector role; null without Workload Security.</param>
/// <param name="Connector">Its connector id, or the number of its connectors; null without Workload Security.</param>
/// <param name="Connection">The state of its connection; null without Cloud Accounts.</param>
/// <param name="Skipped">Why the account is not eligible; null if it is eligible.</param>
/// <param name="Lacks">What is missing for protection; null if nothing is missing.</param>
internal sealed record ProtectionVerdict(
    SandboxAccount Account, string? Role, string? Connector, string? Connection, string? Skipped, string? Lacks)
{
    public bool IsProtected => Skipped is null && Lacks is null;

    public bool IsFailed => Skipped is null && Lacks is not null;
}

/// <summary>Judges if accounts are protected, with the permissions of the vendor.</summary>
internal sealed class AccountJudge(SandboxServer server, ChosenProtections protections, TimeProvider time)
{
    /// <summary>The actions of the connector role in the vendor's documentation.</summary>
    private static readonly string[] Actions =
    [
        "ec2:DescribeAvailabilityZones", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeRegions",
        "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcs", "iam:GetRole",
        "iam:GetRolePolicy", "iam:ListAccountAliases", "workspaces:DescribeTags", "workspaces:DescribeWorkspaceBundles",
        "workspaces:DescribeWorkspaceDirectories", "workspaces:DescribeWorkspaces",
    ];

    private static readonly Principal Vendor = new(
        SandboxVendor.AwsAccountId,
        AwsNames.Role(SandboxVendor.AwsAccountId, "Judge"),
        AwsNames.Session(SandboxVendor.AwsAccountId, "Judge", "judge"));

    public IReadOnlyList<ProtectionVerdict> All() => [.. server.Organization.Accounts.Select(Judge)];

    public ProtectionVerdict Judge(SandboxAccount account)
    {
        var verdict = new ProtectionVerdict(account, null, null, null, SkipReason(account), null);
        if (protections.WorkloadSecurity)
            verdict = JudgeConnector(verdict);
        return protections.CloudAccounts ? JudgeConnection(verdict) : verdict;
    }

    private ProtectionVerdict JudgeConnector(ProtectionVerdict verdict)
    {
        var role = verdict.Account.Role(DefaultOrganization.PredecessorRole);
        var connectors = server.Vendor.Connectors.Of(verdict.Account.Id);
        return verdict with
        {
            Role = role is null ? "none" : RoleFault(role) ?? "correct",
            Connector = connectors.Count switch
            {
                0 => "none",
                1 => $"{connectors[0].Id}",
                var count => $"{count} connectors",
            },
            Lacks = RoleLack(role) ?? ConnectorLack(role, connectors),
        };
    }

    private ProtectionVerdict JudgeConnection(ProtectionVerdict verdict)
    {
        var id = verdict.Account.Id;
        if (server.CloudAccounts.Find(id) is not { } connection)
            return verdict with { Connection = "none", Lacks = verdict.Lacks ?? "is not connected to Cloud Accounts" };
        var state = new CloudAccountsOperations(server.CloudAccounts, server.Organization).StateOf(connection);
        var lack = connection.RoleArn != AwsNames.Role(id, CloudAccountsTenant.RoleName)
            ? "its connection uses another role"
            : state == "managed" ? null : $"its connection is {state}";
        return verdict with { Connection = state, Lacks = verdict.Lacks ?? lack };
    }

    private static string? SkipReason(SandboxAccount account) => account switch
    {
        { State: not SandboxAccountState.Active } => account.State.Wire().ToLowerInvariant(),
        { Governed: false } => "not governed: no execution role",
        _ => null,
    };

    private string? RoleLack(SandboxRole? role) => role is null ? "has no connector role" : RoleFault(role);

    private string? RoleFault(SandboxRole role)
    {
        var externalId = server.Vendor.ExternalId;
        if (RoleAssumption.Try(server.Organization, role.Arn, Vendor, externalId, time.GetUtcNow()).Why is { } why)
            return why;

        var allowed = string.Concat(role.InlinePolicies.Values);
        var denied = Actions.Where(action => !allowed.Contains($"\"{action}\"", StringComparison.Ordinal));
        return denied.FirstOrDefault() is { } missing
            ? $"does not allow {missing}"
            : role.AttachedPolicyArns.IsEmpty ? null : "still has the predecessor's policy";
    }

    private static string? ConnectorLack(
        SandboxRole? role, IReadOnlyList<SandboxConnector> connectors) => connectors switch
        {
            [] => "has no connector",
            [var connector] when connector.CrossAccountRoleArn == role?.Arn => null,
            [_] => "its connector is on another role",
            _ => $"has {connectors.Count} connectors",
        };
}
