namespace ControlTowerLifecycle.Escalation;

/// <summary>Where it is written that telling people did not go as it should.</summary>
public interface IEscalationLog
{
    /// <summary>Something that went wrong outside any account.</summary>
    void Failed(string what, string cause, string? whatToDo);
}
