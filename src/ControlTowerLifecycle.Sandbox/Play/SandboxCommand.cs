using System.CommandLine;
using System.Globalization;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play.Page;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The command line of the sandbox.</summary>
internal sealed class SandboxCommand
{
    private const int Failed = 1;
    private const int CannotStart = 2;
    private const int Interrupted = 130;

    private readonly Option<int> _accounts = Number(
        "--accounts",
        "N",
        "Number of accounts in the organization at the start.",
        new SandboxOptions().Accounts,
        DefaultOrganization.FewestAccounts);

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write one JSON document to standard output. The progress goes to standard error.",
    };

    private readonly Option<bool> _keep = new("--keep")
    {
        Description = "After the play, deploy the stack again and run until Ctrl+C."
            + " Print commands to inspect the sandbox and to vend an account.",
    };

    private readonly Option<int> _latency = Number(
        "--latency", "MS", "Latency of every AWS and vendor response in milliseconds.", 0, 0);

    private readonly Option<string> _bootstrap = new("--bootstrap")
    {
        Description = "The functions' executable: a native binary, or bootstrap.dll for the managed runtime."
            + " The default is the executable of this build.",
        HelpName = "PATH",
    };

    private readonly Option<ChosenProtections> _protections = new("--protections")
    {
        Description = "What watches the accounts: workload-security, cloud-accounts, or both with a comma between them.",
        HelpName = "LIST",
        DefaultValueFactory = _ => ChosenProtections.WorkloadSecurityAlone,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (ChosenProtections.TryParse(text) is { } chosen)
                return chosen;
            result.AddError($"--protections must be workload-security, cloud-accounts or both, not '{text}'.");
            return null;
        },
    };

    private SandboxCommand()
    {
    }

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var parsed = new SandboxCommand().Build().Parse(arguments);
        var isInvalid = parsed.Errors.Count > 0;

        // Standard output is for results. The usage after an error goes to standard error.
        var configuration = new InvocationConfiguration
        {
            Output = isInvalid ? error : output,
            Error = error,
            ProcessTerminationTimeout = null,
        };
        var exitCode = await parsed.InvokeAsync(configuration, cancellationToken);
        return isInvalid ? CannotStart : exitCode;
    }

    private RootCommand Build()
    {
        var command = new RootCommand(
            """
            Shows the solution on this machine. The sandbox starts an AWS organization on loopback addresses, and the
            real function executables as child processes. It deploys the stack, vends accounts, injects faults and
            deletes the stack. It needs no AWS account and changes none. A page on a loopback address shows every
            account live; its address is the first line. With --json there is no page.

            Exit codes: 0 every eligible account is protected and nothing else was changed; 1 the play failed;
            2 an argument is invalid or the sandbox could not start; 130 interrupted.
            """)
        {
            _accounts, _protections, _json, _keep, _latency, _bootstrap,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<int> Number(string name, string helpName, string description, int defaultValue, int minimum)
    {
        const int maximum = 10_000;
        return new Option<int>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{description} {minimum} to {maximum:#,0}."),
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number >= minimum && number <= maximum)
                    return number;
                result.AddError($"{name} must be a whole number from {minimum} to {maximum}, not '{text}'.");
                return defaultValue;
            },
        };
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var bootstrap = parsed.GetValue(_bootstrap) is { } path
            ? Path.GetFullPath(path.Length == 0 ? "." : path)
            : ProcessLauncher.DefaultBootstrapPath;
        if (BootstrapCheck.FindFileError(bootstrap) is { } fileError)
        {
            await error.WriteLineAsync(fileError);
            return CannotStart;
        }

        var console = PlayConsole.Create(parsed.GetValue(_json) ? error : output);
        var screen = new TerminalOutput(console, parsed.GetValue(_accounts));
        try
        {
            await using var page = await StartPageAsync(parsed, cancellationToken);
            screen.Start(page?.Address);
            await using var deployment = await LifecycleDeployment.StartAsync(
                Options(parsed, bootstrap), TimeProvider.System, cancellationToken);
            var startError = await BootstrapCheck.FindStartErrorAsync(
                deployment.Lifecycle, bootstrap, cancellationToken);
            if (startError is not null)
            {
                await error.WriteLineAsync(startError);
                return CannotStart;
            }

            using var shown = page?.Show(deployment);
            return await PlayAsync(deployment, console, screen, parsed, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Stop("Interrupted.");
            return Interrupted;
        }
    }

    /// <summary>With <c>--json</c>, standard output is one document: there is no page.</summary>
    private async Task<LivePage?> StartPageAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_json) ? null : await LivePage.StartAsync(TimeProvider.System, cancellationToken);

    private async Task<int> PlayAsync(
        LifecycleDeployment deployment,
        IAnsiConsole console,
        TerminalOutput screen,
        ParseResult parsed,
        CancellationToken cancellationToken)
    {
        var result = await new PlayRunner(deployment, screen, TimeProvider.System).RunAsync(cancellationToken);
        if (parsed.GetValue(_json))
            await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonReport.Create(result));
        var isKept = !parsed.GetValue(_keep) || await KeepMode.RunAsync(deployment, console, cancellationToken);
        return result.Succeeded && isKept ? 0 : Failed;
    }

    private DeploymentOptions Options(ParseResult parsed, string bootstrap) => new()
    {
        BootstrapPath = bootstrap,
        Protections = parsed.GetValue(_protections)!,
        Sandbox = new SandboxOptions
        {
            Accounts = parsed.GetValue(_accounts),
            Latency = TimeSpan.FromMilliseconds(parsed.GetValue(_latency)),
            RolePropagationDelay = TimeSpan.FromSeconds(1),
        },
    };
}
