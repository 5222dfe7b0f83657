using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk;

/// <summary>Which stacks there are, and in which region each of them is.</summary>
internal static class LifecycleApp
{
    public const string StackName = "ControlTowerLifecycle";
    public const string ForwarderName = "ControlTowerLifecycle-OrganizationsEvents";

    /// <summary>
    /// A launch template is made for any region and account, so both stacks are in it. Otherwise the second is made
    /// only where the home region is not the one that Organizations tells its events in.
    /// </summary>
    public static void Add(App app, StackSettings settings)
    {
        _ = new LifecycleStack(app, StackName, Props(settings, settings.HomeRegion), settings);
        if (settings.OrganizationsRegion != settings.HomeRegion || settings.IsLaunchTemplate)
            _ = new OrganizationsEventsStack(app, ForwarderName, Props(settings, settings.OrganizationsRegion),
                settings.HomeRegion);
    }

    private static StackProps Props(StackSettings settings, string? region) => new()
    {
        Description = "Control Tower Lifecycle: every account that Control Tower vends comes under Trend protection.",
        Env = settings.IsLaunchTemplate
            ? null
            : new Amazon.CDK.Environment { Account = settings.ManagementAccountId, Region = region },
        Synthesizer = settings.IsLaunchTemplate
            ? new BootstraplessSynthesizer()
            : new DefaultStackSynthesizer(),
    };
}
