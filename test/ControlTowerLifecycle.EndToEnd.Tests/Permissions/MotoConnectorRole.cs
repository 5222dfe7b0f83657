using ControlTowerLifecycle.EndToEnd.Tests.Moto;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>The connector role of the management account.</summary>
internal sealed class MotoConnectorRole(UnsignedCalls calls)
{
    private const string Name = "CloudOneWorkloadConnectorRole";

    /// <summary>
    /// Makes the role that is there differ in everything that is kept: it trusts somebody else, has no inline policy,
    /// and has the predecessor's managed one.
    /// </summary>
    public async Task DriftAsync(CancellationToken cancellationToken)
    {
        await IamAsync(
            "UpdateAssumeRolePolicy",
            cancellationToken,
            ("PolicyDocument", MotoOrganization.TrustsTheManagementAccount));
        await IamAsync("DeleteRolePolicy", cancellationToken, ("PolicyName", "WorkloadSecurityConnectorPolicy"));
        var policy = await IamAsync(
            "CreatePolicy",
            cancellationToken,
            ("PolicyName", "CloudOneWorkloadConnectorPolicy"),
            ("PolicyDocument", MotoOrganization.Anything));
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
