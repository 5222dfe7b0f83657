using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The record of a protection: which accounts had no registration before ours.</summary>
internal static class RegistrationRecords
{
    /// <summary>The record is used only to offboard accounts that left.</summary>
    public static IRegistrationRecord Create(LifecycleSettings settings, string protection) =>
        settings is { AccountLeft: AccountLeftAction.Disconnect, NotificationTableName: { } table }
            ? new RegistrationTable(settings.Aws, table, protection)
            : new NoRegistrationRecord();
}
