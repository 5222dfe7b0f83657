using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The external ID, which every connector role trusts, is known. It is not shown.</summary>
internal sealed class ExternalIdOfTenantCheck(Installation installation, ExternalIdCheck externalId) : ICheck
{
    public string Id => "external-id";

    public string Name => "external ID";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await installation.FindKeyFaultAsync(WorkloadSecurityProtection.ProtectionName, cancellationToken) is { } fault)
            return fault;

        try
        {
            var report = await externalId.ReadAsync(cancellationToken);
            return CheckResult.Ok(report.Origin switch
            {
                ExternalIdOrigin.Tenant => "readable at the vendor",
                ExternalIdOrigin.Secret => "readable in the secret",
                _ => "given by WORKLOAD_SECURITY_EXTERNAL_ID",
            });
        }
        catch (RemoteSystemException unknown) when (unknown.Kind == FailureKind.NeedsOperator)
        {
            return CheckResult.Failed(
                unknown.Message, unknown.Advice ?? "Put ExternalId beside ApiKey into the secret: docs/operations.md.");
        }
    }
}
