using System.Globalization;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The execution role can be assumed in a sample of the governed accounts.</summary>
internal sealed class ExecutionRoleCheck(Installation installation) : ICheck
{
    public string Id => "execution-role";

    public string Name => "execution role";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var accounts = await installation.Entered.GetAsync(cancellationToken);
        var role = installation.Settings.ExecutionRoleName;
        if (accounts is [])
            return CheckResult.NotChecked("there is no sample of accounts", "Correct the check of the organization first.");

        var refused = accounts.Where(account => account.Refusal?.Operation == "AssumeRole" && account.Refusal.Status is 403).ToList();
        var unknown = accounts.FirstOrDefault(account => account.Session is null && !refused.Contains(account));
        if (refused is not [])
        {
            return CheckResult.Failed(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{role} cannot be assumed in {refused.Count} of {accounts.Count} accounts: {string.Join(' ', refused.Select(account => account.Id))}"),
                refused.Find(account => account.Refusal!.DeniedBy is not null)?.Refusal!.Advice
                ?? $"Check that the accounts are enrolled and have the role {role}, that it trusts the management account, and that "
                + "your credentials allow sts:AssumeRole on it.");
        }

        return unknown is not null
            ? CheckResult.NotChecked(unknown.Refusal!.Message, unknown.Refusal.Advice)
            : CheckResult.Ok(string.Create(CultureInfo.InvariantCulture, $"{role} can be assumed in {accounts.Count} accounts"));
    }
}
