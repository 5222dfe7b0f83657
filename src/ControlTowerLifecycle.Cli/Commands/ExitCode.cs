namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The exit codes, which scripts use. docs/ctlifecycle.md documents them.</summary>
internal static class ExitCode
{
    /// <summary>Done, and nothing is wrong.</summary>
    public const int Done = 0;

    /// <summary>
    /// Done, and something is wrong: an account is not protected, a check failed, an account failed; or the operator declined,
    /// and nothing was changed.
    /// </summary>
    public const int Finding = 1;

    /// <summary><c>plan</c>: something would change.</summary>
    public const int WouldChange = 2;

    /// <summary>The command could not do its work.</summary>
    public const int CouldNotRun = 3;

    /// <summary>The command line is invalid (EX_USAGE of sysexits.h).</summary>
    public const int Usage = 64;

    /// <summary>Ended by Ctrl+C (128 plus SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>The codes on lines of the help.</summary>
    public const string Help =
        """
        Exit codes:
          0    done, and nothing is wrong
          1    done, and something is wrong: an account is not protected or failed, or a check failed; or declined
          2    plan: something would change
          3    the command could not do its work: no credentials, no stack, or AWS or the vendor refused
          64   the command line is invalid
          130  interrupted
        """;
}
