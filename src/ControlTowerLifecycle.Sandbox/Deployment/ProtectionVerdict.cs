using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// How one account stands at the end, judged from the sandbox's own state and not from anything the functions say.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Role">Its connector role in a few words.</param>
/// <param name="Connector">Its connectors in a few words.</param>
/// <param name="Skipped">Why it is not to be protected, or null where it is.</param>
/// <param name="Lacks">What an eligible account lacks, or null where nothing.</param>
internal sealed record ProtectionVerdict(
    SandboxAccount Account, string Role, string Connector, string? Skipped, string? Lacks)
{
    public bool IsProtected => Skipped is null && Lacks is null;

    public bool IsFailed => Skipped is null && Lacks is not null;
}

/// <summary>Judges accounts as the vendor would find them.</summary>
internal sealed class AccountJudge(SandboxServer server, TimeProvider time)
{
    /// <summary>What the connector role allows by the vendor's documentation (15 actions).</summary>
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
        var role = account.Role(DefaultOrganization.PredecessorRole);
        var connectors = server.Vendor.Connectors.Of(account.Id);
        return new ProtectionVerdict(
            account,
            role is null ? "none" : RoleFault(role) ?? "right",
            connectors.Count switch { 0 => "none", 1 => $"{connectors[0].Id}", var many => $"{many} of them" },
            SkipReason(account),
            RoleLack(role) ?? ConnectorLack(role, connectors));
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
        if (RoleAssumption.Try(server.Organization, role.Arn, Vendor, server.Vendor.ExternalId, time.GetUtcNow()).Why is { } why)
            return why;

        var allowed = string.Concat(role.InlinePolicies.Values);
        return Actions.FirstOrDefault(action => !allowed.Contains($"\"{action}\"", StringComparison.Ordinal)) is { } missing
            ? $"does not allow {missing}"
            : role.AttachedPolicyArns.IsEmpty ? null : "still has the predecessor's policy";
    }

    private static string? ConnectorLack(
        SandboxRole? role, IReadOnlyList<SandboxConnector> connectors) => connectors switch
        {
            [] => "has no connector",
            [var one] when one.CrossAccountRoleArn == role?.Arn => null,
            [_] => "its connector is on another role",
            _ => $"has {connectors.Count} connectors",
        };
}
