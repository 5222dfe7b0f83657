using ControlTowerLifecycle.Cli.Doctor.Checks;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>All checks, in the order of the report. A new check is one line here.</summary>
internal static class DoctorChecks
{
    /// <summary>What a deployment needs.</summary>
    public static IReadOnlyList<ICheck> BeforeDeploy(Installation installation, bool withKeys) =>
    [
        new ManagementAccountCheck(installation),
        new LandingZoneCheck(installation),
        new TrailCheck(installation),
        new OrganizationCheck(installation),
        new ExecutionRoleCheck(installation),
        new ServiceControlPolicyCheck(installation),
        .. withKeys ? OfKeys(installation) : [],
    ];

    /// <summary>The same, and the stack.</summary>
    public static IReadOnlyList<ICheck> OfStack(Installation installation, DeployedStack stack, StackRules rules) =>
    [
        .. BeforeDeploy(installation, withKeys: true),
        new StackCheck(stack),
        new FunctionsCheck(stack),
        new MappingCheck(stack),
        new RulesCheck(rules),
        new QueuePolicyCheck(stack, rules),
        new DeadLettersCheck(stack),
        new SubscriptionCheck(stack),
        new AlarmsCheck(stack),
        new VersionsCheck(stack),
    ];

    private static IEnumerable<ICheck> OfKeys(Installation installation)
    {
        var vendor = installation.Composition.Vendor;
        if (installation.Settings.WorkloadSecurity is { } workloadSecurity)
            yield return new SecretCheck(installation, WorkloadSecurityProtection.ProtectionName, workloadSecurity.SecretArn);
        if (installation.Settings.CloudAccounts is { } cloudAccounts)
            yield return new SecretCheck(installation, CloudAccountsProtection.ProtectionName, cloudAccounts.SecretArn);
        foreach (var protection in vendor.All)
            yield return new ApiKeyCheck(installation, protection.Name);

        // The API of Cloud Accounts shows the right to connect accounts only when an account is connected.
        foreach (var protection in vendor.All.OfType<WorkloadSecurityProtection>())
            yield return new KeyRightsCheck(installation, protection);
        if (vendor.ExternalId is { } externalId)
            yield return new ExternalIdOfTenantCheck(installation, externalId);
        foreach (var (protection, readDaysLeft) in vendor.KeyExpiries)
            yield return new KeyEndCheck(installation, protection, readDaysLeft);
    }
}
