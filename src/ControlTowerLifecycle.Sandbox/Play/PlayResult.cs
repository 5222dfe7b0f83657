using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <param name="Name">The name of the act.</param>
/// <param name="Seconds">The duration.</param>
/// <param name="Accounts">The number of accounts with an outcome in this act.</param>
/// <param name="Outcomes">The number of accounts with each outcome. An account can have several outcomes.</param>
/// <param name="Faults">Failed expectations; empty if the act succeeded.</param>
internal sealed record ActResult(
    string Name,
    double Seconds,
    int Accounts,
    IReadOnlyList<KeyValuePair<string, int>> Outcomes,
    IReadOnlyList<string> Faults);

/// <summary>The result of the whole play.</summary>
/// <param name="Accounts">Every account, judged at the end.</param>
/// <param name="Acts">The acts in order.</param>
/// <param name="Touched">Changes that the functions must not make; empty if there were none.</param>
/// <param name="DeadLetters">The number of dead letters.</param>
/// <param name="Calls">The number of calls by service and operation, over the whole play.</param>
/// <param name="Functions">The counts of each function.</param>
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

internal sealed record FunctionResult(string Name, int Invocations, int ColdStarts, int Crashes, long PeakMemoryBytes);
