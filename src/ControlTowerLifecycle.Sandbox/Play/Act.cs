namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>An act of the play.</summary>
/// <param name="Name">One word.</param>
/// <param name="Description">What happens, in short sentences for the user.</param>
/// <param name="RunAsync">Runs the act and returns the failed expectations.</param>
internal sealed record Act(
    string Name, string Description, Func<PlayContext, CancellationToken, Task<IReadOnlyList<string>>> RunAsync)
{
    /// <summary>The word for the outcome <c>onboarded</c>.</summary>
    public string OnboardedWord { get; init; } = "onboarded";

    /// <summary>The word that the user sees for an outcome.</summary>
    public string WordFor(string outcome) => outcome == "onboarded" ? OnboardedWord : outcome;
}
