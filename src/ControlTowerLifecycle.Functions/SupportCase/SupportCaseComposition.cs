using System.Diagnostics;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.Support;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Functions.SupportCase;

/// <summary>The function that opens support cases with everything it uses, once a process. Makes no call.</summary>
internal static class SupportCaseComposition
{
    public static SupportCaseFunction Create(LifecycleSettings settings, LifecycleLog log, TimeProvider time)
    {
        var (template, table) = settings is { SupportCase: { } wanted, NotificationTableName: { } name }
            ? (wanted, name)
            : throw new UnreachableException("The settings of the support case function require the table.");
        var cases = new SupportCases(
            new SupportClient(settings.Aws), new SupportCaseTable(settings.Aws, table), template, time);
        var notifier = new OperatorNotifier(LifecycleComposition.Notifier(settings, log, time), log);
        return new SupportCaseFunction(
            cases, LifecycleComposition.CreateFailedMessages(settings, notifier, log, time), log, time);
    }
}
