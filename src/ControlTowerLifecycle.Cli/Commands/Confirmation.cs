using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Asks before something is changed.</summary>
internal static class Confirmation
{
    public static Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask." };

    /// <param name="run">The run of the command, which has the option <c>--yes</c>.</param>
    /// <param name="question">What would be done, as a question.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <returns>Whether to do it.</returns>
    /// <exception cref="ToolException">No terminal is there to ask.</exception>
    public static async Task<bool> AskAsync(CommandRun run, string question, CancellationToken cancellationToken)
    {
        if (run.Parsed.GetValue(Yes))
            return true;

        if (!run.Context.Input.IsTerminal)
        {
            throw new ToolException($"{question} There is no terminal to answer.", "Add --yes to do it without a question.")
            {
                ExitCode = ExitCode.Usage,
            };
        }

        run.Screen.Prompt($"{question} [y/N]");
        using var reader = new StreamReader(run.Context.Input.Stream, leaveOpen: true);
        var answer = await reader.ReadLineAsync(cancellationToken);
        if (answer?.Trim() is "y" or "Y" or "yes")
            return true;

        run.Screen.Note("Nothing was changed.");
        return false;
    }
}
