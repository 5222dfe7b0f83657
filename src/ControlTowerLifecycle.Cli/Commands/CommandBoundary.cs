using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Turns every end of a command into an exit code, and a failure into a sentence and what to do.</summary>
internal static class CommandBoundary
{
    private const string CheckCredentials =
        "Check that the credentials belong to the management account and may do this: docs/ctlifecycle.md lists the permissions.";

    private const string SignInAgain =
        "Sign in again (for example: aws sso login), or renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN: the"
        + " session has expired. If it has not, correct the clock of this machine.";

    public static async Task<int> RunAsync(IToolCommand command, CommandRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await command.RunAsync(run, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // A call that is ended can fail in its own way.
            run.Screen.Fail("Interrupted.", null);
            return ExitCode.Interrupted;
        }
        catch (DeclinedException)
        {
            run.Screen.Note("Nothing was changed.");
            if (run.IsJson)
                run.WriteJson(new DeclinedReport(true), ReportJson.Readable.DeclinedReport);
            return ExitCode.Finding;
        }
        catch (Exception failure)
        {
            // The boundary of the process: an operator reads sentences, not stack traces.
            var (cause, advice) = Explain(failure);
            run.Screen.Fail(cause, advice);
            return failure is ToolException { ExitCode: var code } ? code : ExitCode.CouldNotRun;
        }
        finally
        {
            run.Screen.EndProgress();
        }
    }

    /// <summary>The cause and what to do, cleaned.</summary>
    public static (string Cause, string? Advice) Explain(Exception failure)
    {
        var (cause, advice) = failure switch
        {
            ToolException tool => (tool.Message, tool.Advice),
            AwsException { Code: "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" } expired =>
                (expired.Message, SignInAgain),
            RemoteSystemException { Advice: { } known } remote => (remote.Message, known),
            RemoteSystemException { Status: 403 or 400 } remote => (remote.Message, CheckCredentials),
            RemoteSystemException remote => (remote.Message, "Run the command again."),
            AwsConnectionException connection => (connection.Message, "Correct the environment, or name --region and --profile."),
            SettingsException settings => (
                $"The settings of the deployed function are not valid for this version of {Tool.Name}. {settings.Message}",
                $"Use the {Tool.Name} of the same release as the stack."),
            IOException file => (file.Message, "Check the file and the disk."),
            _ => ($"Unexpected {failure.GetType().Name}: {failure.Message}", "Report this to the maintainers as a defect."),
        };
        return (OutsideText.CleanSentence(cause) ?? "", OutsideText.CleanSentence(advice));
    }
}
