using ControlTowerLifecycle.Cli.Aws.Organizations;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The credentials belong to the management account, where Control Tower sends its events.</summary>
internal sealed class ManagementAccountCheck(Installation installation) : ICheck
{
    private const string Advice =
        "Use credentials of the management account, for example with --profile, and deploy the stack there.";

    public string Id => "management-account";

    public string Name => "management account";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var organization = new OrganizationReader(installation.Aws, installation.Time);
        var management = await organization.ReadManagementAccountAsync(cancellationToken);
        if (management != installation.CallerAccount)
        {
            return CheckResult.Failed(
                $"the credentials are of account {installation.CallerAccount}, the management account is {management}", Advice);
        }

        return management == installation.Settings.ManagementAccountId.Value
            ? CheckResult.Ok(management)
            : CheckResult.Failed(
                $"MANAGEMENT_ACCOUNT_ID is {installation.Settings.ManagementAccountId}, the management account is {management}",
                Advice);
    }
}
