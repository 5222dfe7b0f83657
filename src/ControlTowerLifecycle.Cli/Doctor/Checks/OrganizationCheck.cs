using System.Globalization;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The accounts of the organization and those that Control Tower governs can be read.</summary>
internal sealed class OrganizationCheck(Installation installation) : ICheck
{
    public string Id => "organization";

    public string Name => "organization and governed accounts";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var sample = await installation.Sample.GetAsync(cancellationToken);
        return sample.Accounts is []
            ? CheckResult.NotChecked(
                sample.Why, "Enroll an account in Control Tower, or correct the scope; then run the command again.")
            : CheckResult.Ok(string.Create(
                CultureInfo.InvariantCulture, $"readable; a sample of {sample.Accounts.Count} accounts is examined"));
    }
}
