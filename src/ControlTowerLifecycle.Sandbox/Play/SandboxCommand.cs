using System.CommandLine;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The command line of the sandbox.</summary>
internal static class SandboxCommand
{
    private const int Failed = 1;
    private const int CannotStart = 2;
    private const int Interrupted = 130;

    private static readonly Option<int> Accounts = new("--accounts")
    {
        Description = $"How many accounts the organization has at the start, {DefaultOrganization.FewestAccounts} to 10,000.",
        HelpName = "N",
        DefaultValueFactory = _ => 12,
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else there; progress goes to standard error.",
    };

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Deploy once more after the play, stay up until Ctrl+C, and print how to look around and vend an account by hand.",
    };

    private static readonly Option<int> Latency = new("--latency")
    {
        Description = "How long every answer of AWS and of the vendor takes, in milliseconds.",
        HelpName = "MS",
        DefaultValueFactory = _ => 0,
    };

    private static readonly Option<FileInfo> Bootstrap = new("--bootstrap")
    {
        Description = "The functions' executable: a native binary, or the bootstrap.dll of the managed runtime. Default: the one of this build.",
        HelpName = "PATH",
        DefaultValueFactory = _ => new FileInfo(ProcessLauncher.DefaultBootstrapPath),
    };

    public static RootCommand Create()
    {
        Accounts.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < DefaultOrganization.FewestAccounts or > 10_000)
                result.AddError($"--accounts takes {DefaultOrganization.FewestAccounts} to 10000.");
        });
        Latency.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 10_000)
                result.AddError("--latency takes 0 to 10000 milliseconds.");
        });
        var command = new RootCommand(
            """
            Plays the main job on this machine: a whole AWS organization on loopback, the real function executables as child
            processes, from the stack's deployment to its deletion. No AWS account is needed and none is touched.

            Exit codes: 0 every eligible account is protected and nothing else was touched; 1 it is not so; 2 the sandbox could
            not start; 130 interrupted.
            """)
        {
            Accounts, Json, Keep, Latency, Bootstrap,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(Json);
        var bootstrap = parsed.GetRequiredValue(Bootstrap);
        if (!bootstrap.Exists)
        {
            await Console.Error.WriteLineAsync($"There is no executable at {bootstrap.FullName}. Build it, or name one with --bootstrap.");
            return CannotStart;
        }

        var console = json
            ? TerminalOutput.Console(Console.Error, Console.IsErrorRedirected)
            : TerminalOutput.Console(Console.Out, Console.IsOutputRedirected);
        var options = new DeploymentOptions
        {
            BootstrapPath = bootstrap.FullName,
            Sandbox = new SandboxOptions
            {
                Accounts = parsed.GetValue(Accounts),
                Latency = TimeSpan.FromMilliseconds(parsed.GetValue(Latency)),
                RolePropagationDelay = TimeSpan.FromSeconds(1),
            },
        };
        try
        {
            return await PlayAsync(options, console, parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private static async Task<int> PlayAsync(
        DeploymentOptions options, IAnsiConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var deployment = await LifecycleDeployment.StartAsync(options, TimeProvider.System, cancellationToken);
        var screen = new TerminalOutput(console, parsed.GetValue(Accounts));
        var result = await new PlayRunner(deployment, screen, TimeProvider.System).RunAsync(cancellationToken);
        if (parsed.GetValue(Json))
            await Console.Out.WriteLineAsync(JsonReport.Of(result));
        if (parsed.GetValue(Keep))
            await KeepMode.RunAsync(deployment, console, cancellationToken);
        return result.Succeeded ? 0 : Failed;
    }
}
