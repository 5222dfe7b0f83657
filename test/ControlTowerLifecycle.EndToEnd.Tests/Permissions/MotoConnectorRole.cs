using ControlTowerLifecycle.EndToEnd.Tests.Moto;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>The connector role of the management account.</summary>
internal sealed class MotoConnectorRole(UnsignedCalls calls)
{
    private const string Name = "CloudOneWorkloadConnectorRole";

    /// <summary>
    /// Changes everything in the role that the function repairs: the role trusts another principal, has no inline
    /// policy and no boundary, and has the managed policy of the predecessor.
    /// </summary>
    public async Task DriftAsync(CancellationToken cancellationToken)
    {
        await IamAsync("DeleteRolePermissionsBoundary", cancellationToken);
        await IamAsync(
            "UpdateAssumeRolePolicy",
            cancellationToken,
            ("PolicyDocument", MotoOrganization.TrustManagementAccount));
        await IamAsync("DeleteRolePolicy", cancellationToken, ("PolicyName", "WorkloadSecurityConnectorPolicy"));
        var policy = await IamAsync(
            "CreatePolicy",
            cancellationToken,
            ("PolicyName", "CloudOneWorkloadConnectorPolicy"),
            ("PolicyDocument", MotoOrganization.AllowEverything));
        await IamAsync("AttachRolePolicy", cancellationToken, ("PolicyArn", policy["Arn"]));
    }

    private Task<Dictionary<string, string>> IamAsync(
        string operation, CancellationToken cancellationToken, params (string Name, string Value)[] fields) =>
        calls.QueryAsync(
            "iam",
            DeployedTemplate.AccountId,
            [("Action", operation), ("RoleName", Name), .. fields],
            cancellationToken);
}
