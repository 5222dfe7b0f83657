using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Where the play is watched.</summary>
internal interface IPlayOutput
{
    /// <summary>An act begins.</summary>
    void Begin(string act, string whatHappens);

    /// <summary>Something happened that is worth a line.</summary>
    void Tell(string line);

    /// <summary>A function's outcome for one account.</summary>
    void Outcome(LoggedOutcome outcome);

    /// <summary>How far an act is.</summary>
    void Progress(string line);

    /// <summary>An act is over.</summary>
    void End(ActResult result);

    /// <summary>The whole play is over.</summary>
    void Finish(PlayResult result);
}

/// <summary>An act that was played.</summary>
/// <param name="Name">deploy, vend, trouble, update or delete.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Accounts">How many accounts the functions brought under protection, refreshed or looked at in
/// it.</param>
/// <param name="Faults">What went otherwise than it should; empty where nothing did.</param>
internal sealed record ActResult(string Name, double Seconds, int Accounts, IReadOnlyList<string> Faults);

/// <summary>How the play ended.</summary>
/// <param name="Accounts">Every account, judged at the end.</param>
/// <param name="Acts">The acts in order.</param>
/// <param name="Touched">Changes to what was none of the functions' business; empty where there were none.</param>
/// <param name="DeadLetters">Messages that were given up.</param>
/// <param name="Calls">Calls by service and operation, over the whole play.</param>
/// <param name="Functions">What each function did.</param>
internal sealed record PlayResult(
    IReadOnlyList<ProtectionVerdict> Accounts,
    IReadOnlyList<ActResult> Acts,
    IReadOnlyList<string> Touched,
    int DeadLetters,
    IReadOnlyDictionary<string, int> Calls,
    IReadOnlyList<FunctionResult> Functions)
{
    public bool Succeeded =>
        Touched.Count == 0 && DeadLetters == 0
        && !Accounts.Any(account => account.IsFailed) && !Acts.Any(act => act.Faults.Count > 0);
}

/// <summary>What a function did.</summary>
internal sealed record FunctionResult(string Name, int Invocations, int ColdStarts, int Crashes, long PeakMemoryBytes);
