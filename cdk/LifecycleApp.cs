using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk;

/// <summary>Adds the stacks, each for its region.</summary>
internal static class LifecycleApp
{
    public const string StackName = "ControlTowerLifecycle";
    public const string ForwarderName = "ControlTowerLifecycle-OrganizationsEvents";

    /// <summary>
    /// A launch template is valid for any region and account, so both stacks are written. Otherwise the second stack is
    /// added only if Organizations sends its events in another region than the home region.
    /// </summary>
    public static void AddStacks(App app, StackSettings settings)
    {
        List<Stack> stacks = [new LifecycleStack(app, StackName, Props(settings, settings.HomeRegion), settings)];
        if (settings.OrganizationsRegion != settings.HomeRegion || settings.IsLaunchTemplate)
            stacks.Add(new OrganizationsEventsStack(app, ForwarderName, Props(settings, settings.OrganizationsRegion), settings));

        foreach (var stack in stacks)
            stack.AddMetadata("Version", settings.Version);
    }

    private static StackProps Props(StackSettings settings, string? region) => new()
    {
        Description = "Control Tower Lifecycle: brings every account that Control Tower vends under Trend protection.",
        Env = settings.IsLaunchTemplate
            ? null
            : new Amazon.CDK.Environment { Account = settings.ManagementAccountId, Region = region },
        Synthesizer = settings.IsLaunchTemplate
            ? new BootstraplessSynthesizer()
            : new DefaultStackSynthesizer(),
    };
}
