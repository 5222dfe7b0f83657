using System.CommandLine;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Asks before something is changed, unless <c>--yes</c> says that the operator has decided.</summary>
internal sealed class Confirmation
{
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask." };

    /// <param name="run">The run.</param>
    /// <param name="question">What will be done, as a question.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>If the operator agreed.</returns>
    /// <exception cref="DeclinedException">The operator did not agree; <see cref="CommandBoundary"/> says so.</exception>
    /// <exception cref="ToolException">There is no terminal to ask on.</exception>
    public async Task RequireAsync(CommandRun run, string question, CancellationToken cancellationToken)
    {
        if (run.Parsed.GetValue(Yes))
            return;

        if (!run.Context.Input.IsTerminal)
        {
            throw new ToolException("This command changes something, and standard input is no terminal.", "Add --yes.")
            {
                ExitCode = ExitCode.Usage,
            };
        }

        run.Screen.Prompt($"{question} [y/N]");
        using var reader = new StreamReader(run.Context.Input.Stream, leaveOpen: true);
        var answer = await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
        if (answer?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            throw new DeclinedException();
    }
}
