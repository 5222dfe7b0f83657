using System.CommandLine;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Prints the script with which a shell completes commands and options.</summary>
internal sealed class CompletionCommand : IToolCommand
{
    private const string Bash =
        """
        _ctlifecycle() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(ctlifecycle "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ctlifecycle ctlifecycle
        """;

    private const string Zsh =
        """
        #compdef ctlifecycle
        _ctlifecycle() {
          local -a found
          found=("${(@f)$(ctlifecycle "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          (( $#found )) && compadd -- "${found[@]}" || _files
        }
        compdef _ctlifecycle ctlifecycle
        """;

    private const string Fish =
        """
        complete -c ctlifecycle -a '(ctlifecycle "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName ctlifecycle -ScriptBlock {
          param($word, $line, $position)
          ctlifecycle "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh, fish or pwsh." };

    public CompletionCommand() => Shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");

    public Command Syntax { get; } =
        new("completion", "Print the script that lets a shell complete commands: source <(ctlifecycle completion bash)")
        {
            Shell,
        };

    public Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var shell = run.Parsed.GetValue(Shell)!;
        var script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };
        if (run.IsJson)
            run.WriteJson(new CompletionReport(shell, script), ReportJson.Readable.CompletionReport);
        else
            run.Screen.WriteVerbatim(script);
        return Task.FromResult(ExitCode.Done);
    }
}
