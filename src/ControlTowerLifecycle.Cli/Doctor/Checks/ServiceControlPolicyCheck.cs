using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.Iam;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>
/// The execution role may do what onboarding does, also under the service control policies, as the IAM policy simulator sees
/// it. The simulator knows neither resource control policies nor the values that only a real call has.
/// </summary>
internal sealed class ServiceControlPolicyCheck(Installation installation) : ICheck
{
    private const string Limit = "simulated: without resource control policies and values that only a real call has";

    public string Id => "service-control-policies";

    public string Name => "service control policies";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var entered = (await installation.Entered.GetAsync(cancellationToken)).Where(account => account.Session is not null).ToList();
        if (entered is [])
            return CheckResult.NotChecked("no account of the sample could be entered", "Correct the check of the execution role first.");

        var simulated = await Task.WhenAll(entered.Select(account => SimulateAsync(account, cancellationToken)));
        var denied = simulated.Where(account => account.Denied is not []).ToList();
        if (denied is not [])
            return Describe(denied, simulated.Length);

        if (simulated.FirstOrDefault(account => account.Failure is not null) is { Failure: { } failure })
            return CheckResult.NotChecked(failure.Message, failure.Advice);

        string[] missing = [.. simulated.SelectMany(account => account.MissingKeys).Distinct(StringComparer.Ordinal)];
        return missing is []
            ? CheckResult.Ok(string.Create(
                CultureInfo.InvariantCulture, $"onboarding is allowed in {simulated.Length} accounts ({Limit})"))
            : CheckResult.NotChecked(
                $"a policy depends on {string.Join(", ", missing)}, which the simulation does not have",
                "Check that these policies exempt the execution role; onboarding itself reports what they deny.");
    }

    private static CheckResult Describe(IReadOnlyList<SimulatedAccount> denied, int all)
    {
        var first = denied[0].Denied;
        var actions = string.Join(", ", first.Select(action => action.Action).Distinct(StringComparer.Ordinal));
        var by = first[0] switch
        {
            { IsDeniedByOrganization: true } => "a service control policy",
            { IsDeniedByBoundary: true } => "the permissions boundary of the execution role",
            _ => "the policies of the execution role",
        };
        return CheckResult.Failed(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{by} denies {actions} in {denied.Count} of {all} accounts: {string.Join(' ', denied.Select(account => account.Id))}"),
            first[0].IsDeniedByOrganization
                ? new ExplicitDeny("service control policy").Advice(actions)
                : $"Give AdministratorAccess to the execution role again, without a boundary that denies {actions}.");
    }

    private async Task<SimulatedAccount> SimulateAsync(EnteredAccount account, CancellationToken cancellationToken)
    {
        var client = new SimulationClient(account.Session!);
        try
        {
            var results = await Task.WhenAll(Needed(account.Id).Select(permission =>
                client.SimulateAsync(CreateSimulation(account, permission), cancellationToken)));
            var actions = results.SelectMany(result => result).ToList();

            // A deny that depends on a missing key may not be one.
            return new SimulatedAccount(
                account.Id,
                actions.FindAll(action => action is { IsAllowed: false, MissingKeys: [] }),
                [.. actions.SelectMany(action => action.MissingKeys)],
                null);
        }
        catch (AwsException failed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new SimulatedAccount(account.Id, [], [], failed);
        }
    }

    /// <summary>Exactly what the session of an onboarding is allowed.</summary>
    private IEnumerable<SessionPermission> Needed(AccountId account) =>
        installation.Composition.Vendor.All.SelectMany(protection => protection.PermissionsIn(account, SessionAccess.Onboard));

    private Simulation CreateSimulation(EnteredAccount account, SessionPermission permission)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["aws:PrincipalArn"] = account.RoleArn,
            ["aws:PrincipalAccount"] = account.Id.Value,
            ["aws:ResourceAccount"] = account.Id.Value,
            ["aws:RequestedRegion"] = installation.Aws.Endpoints.GetSigningRegion(AwsService.Iam),
        };
        if (permission.PolicyArns is [var policy, ..])
            context["iam:PolicyARN"] = policy;
        return new Simulation(account.RoleArn, permission.Actions, permission.Resource, context);
    }

    private sealed record SimulatedAccount(
        AccountId Id, IReadOnlyList<SimulatedAction> Denied, IReadOnlyList<string> MissingKeys, AwsException? Failure);
}
