namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>
/// The alarms of the stack. The sandbox judges what queues and functions count; the metrics of the other alarms are not stored,
/// so they have no data.
/// </summary>
internal static class DeployedAlarms
{
    public static void Add(LifecycleDeployment deployment)
    {
        Add("DeadLetters", "A message failed permanently.", () => !deployment.DeadLetters.Counts.IsEmpty);
        Add("OldestMessage", "The oldest message waits for too long.", () => null);
        Add("LifecycleErrors", "The lifecycle function failed or timed out.", () => Failed(deployment.Lifecycle.Counts));
        Add("BackfillErrors", "The backfill function failed.", () => Failed(deployment.Backfill.Counts));
        Add("Unprotected", "The last reconcile found accounts without protection.", () => null);
        Add("GovernanceUnknown", "The last reconcile could not read which accounts are governed.", () => null);
        Add("ApiKeyExpiring", "An API key ends soon.", () => null);
        Add("ConnectionsOutdated", "Connections of Cloud Accounts are outdated.", () => null);

        void Add(string name, string description, Func<bool?> isOn) =>
            deployment.Server.Alarms.Add($"{deployment.Stack.Name}-Alarm{name}", description, isOn);
    }

    private static bool Failed(Lambda.FunctionCounts counts) => counts.Errors + counts.Timeouts + counts.Crashes > 0;
}
