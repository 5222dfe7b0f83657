namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Shows the play to the user.</summary>
internal interface IPlayOutput
{
    /// <summary>Shows the first line, before anything else starts.</summary>
    void Start();

    void Begin(Act act);

    void Write(string line);

    void Outcome(LoggedOutcome outcome);

    /// <summary>Replaces the progress line, if the output has one.</summary>
    void Progress(string line);

    void End(ActResult result);

    void Finish(PlayResult result);

    /// <summary>Removes the progress line and writes the last line.</summary>
    void Stop(string line);
}
