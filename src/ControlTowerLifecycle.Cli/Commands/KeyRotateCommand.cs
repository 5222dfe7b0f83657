using System.CommandLine;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.SecretsManager;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary><c>key rotate</c>: Secrets Manager replaces the API key of Workload Security by the rotation function.</summary>
internal sealed class KeyRotateCommand : IToolCommand
{
    private readonly Confirmation _confirmation = new();

    public KeyRotateCommand() => Syntax = new Command("rotate", "Replace the API key of Workload Security by a new one, with its rotation function.")
    {
        _confirmation.Yes,
    };

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        var secret = stack.Outputs.ApiKeySecret
            ?? throw new ToolException(
                "The stack has no secret with a key of Workload Security.", "Put a new key of Trend Vision One into its secret by hand.");
        await _confirmation.RequireAsync(run, "Create a new API key at the vendor and put it into the secret?", cancellationToken);
        try
        {
            await new RotationClient(stack.Connection).RotateAsync(secret, cancellationToken);
        }
        catch (AwsException refused) when (refused.Code == "InvalidRequestException")
        {
            throw new ToolException(
                refused.Message,
                "Set the parameter ApiKeyRotationSchedule of the stack, or put a new key into the secret: docs/deploy.md, Rotation of the API key.");
        }

        if (run.IsJson)
            run.WriteJson(new StartedReport("rotation"), ReportJson.Readable.StartedReport);
        run.Screen.Write("The rotation is started. See the new key's last day with: ctlifecycle key status", Tone.Good);
        return ExitCode.Done;
    }
}
