namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Shows the play to the user.</summary>
internal interface IPlayOutput
{
    /// <summary>Shows the first lines, before anything else starts.</summary>
    /// <param name="page">The address of the live page; null if there is none.</param>
    void Start(Uri? page);

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
