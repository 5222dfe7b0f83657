namespace ControlTowerLifecycle.Notifications;

/// <summary>Where it is written that telling people did not go as it should.</summary>
internal interface INotificationLog
{
    /// <summary>Something that went wrong outside any account.</summary>
    void Failed(string what, string cause, string? advice);
}
