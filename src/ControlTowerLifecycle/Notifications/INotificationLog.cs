namespace ControlTowerLifecycle.Notifications;

/// <summary>The log for failures of the notification itself.</summary>
internal interface INotificationLog
{
    /// <summary>Logs a failure that is not a failure of an account.</summary>
    void Failed(string what, string cause, string? advice);
}
