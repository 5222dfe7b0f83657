namespace ControlTowerLifecycle.Sandbox.Deployment;

/// <summary>The alarms of the stack that the sandbox can judge: what queues and functions count. Others are absent.</summary>
internal static class DeployedAlarms
{
    public static void Add(LifecycleDeployment deployment)
    {
        Add("DeadLetters", "A message failed permanently.", () => deployment.DeadLetters.Counts.Visible > 0);
        Add("LifecycleErrors", "The lifecycle function failed or timed out.", () => Failed(deployment.Lifecycle.Counts));
        Add("BackfillErrors", "The backfill function failed.", () => Failed(deployment.Backfill.Counts));

        void Add(string name, string description, Func<bool> isOn) =>
            deployment.Server.Alarms.Add($"{deployment.Stack.Name}-Alarm{name}", description, isOn);
    }

    private static bool Failed(Lambda.FunctionCounts counts) => counts.Errors + counts.Timeouts + counts.Crashes > 0;
}
