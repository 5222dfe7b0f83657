using System.CommandLine;
using ControlTowerLifecycle.Cli.Aws.Sts;
using ControlTowerLifecycle.Cli.Doctor;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Whether everything is in place that onboarding needs, or that a deployment needs. Changes nothing.</summary>
internal sealed class DoctorCommand : IToolCommand
{
    private readonly Option<bool> _beforeDeploy = new("--before-deploy")
    {
        Description = "Check what a deployment needs; there is no stack yet.",
    };

    private readonly Option<string?> _secret = Named(
        "--secret", "SECRET", "With --before-deploy: also check the API key of Workload Security in this secret (name or ARN).");

    private readonly Option<string?> _endpoint = Named(
        "--endpoint", "URL", "With --before-deploy: the address of Workload Security. Default: as the template.");

    private readonly Option<string?> _executionRole = Named(
        "--execution-role", "NAME", "With --before-deploy: the execution role. Default: AWSControlTowerExecution.");

    private readonly Option<string?> _connectorRole = Named(
        "--connector-role", "NAME", "With --before-deploy: the connector role. Default: as the template.");

    public DoctorCommand()
    {
        Syntax = new Command(
            "doctor",
            "Check the landing zone, the accounts, the API keys and the stack, and say what to do. Changes nothing. Exit code 1 if a"
            + " check failed or could not be made.")
        {
            _beforeDeploy, _secret, _endpoint, _executionRole, _connectorRole,
        };
        Option<string?>[] planned = [_secret, _endpoint, _executionRole, _connectorRole];
        Syntax.Validators.Add(result =>
        {
            if (!result.GetValue(_beforeDeploy) && Array.Find(planned, option => result.GetValue(option) is not null) is { } option)
                result.AddError($"{option.Name} needs --before-deploy: a stack has this setting itself.");
        });
    }

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        run.Screen.Progress("checking …");
        var beforeDeploy = run.Parsed.GetValue(_beforeDeploy);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var checks = beforeDeploy
                ? await PrepareAsync(run, end.Token)
                : await PrepareStackAsync(run, end.Token);
            return await RunAsync(run, beforeDeploy, checks, end.Token);
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private async Task<int> RunAsync(
        CommandRun run, bool beforeDeploy, IReadOnlyList<ICheck> checks, CancellationToken cancellationToken)
    {
        var text = new DoctorText(run.Screen);
        var runner = new CheckRunner(run.Context.Time)
        {
            OnProgress = ended => run.Screen.Progress($"{ended} of {checks.Count} checks …"),
            OnResult = text.Write,
        };
        var report = new DoctorReport(beforeDeploy, await runner.RunAsync(checks, cancellationToken));
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.DoctorReport);
        else
            text.Verdict(report);
        if (beforeDeploy && run.Parsed.GetValue(_secret) is null)
            run.Screen.Note("The API key is not part of this: name its secret with --secret.");
        return report.AllOk ? ExitCode.Done : ExitCode.Finding;
    }

    private async Task<IReadOnlyList<ICheck>> PrepareAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var connection = await run.ResolveAsync(cancellationToken);
        var caller = await new CallerClient(connection).ReadAccountAsync(cancellationToken);
        var secret = run.Parsed.GetValue(_secret);
        var planned = new PlannedSettings
        {
            Secret = secret,
            Endpoint = run.Parsed.GetValue(_endpoint),
            ExecutionRole = run.Parsed.GetValue(_executionRole),
            ConnectorRole = run.Parsed.GetValue(_connectorRole),
        };
        try
        {
            var settings = planned.Create(connection, caller);
            return DoctorChecks.BeforeDeploy(
                new Installation(settings, caller, run.Context, cancellationToken), withKeys: secret is not null);
        }
        catch (SettingsException invalid)
        {
            throw new ToolException(invalid.Message, "Correct the option.") { ExitCode = ExitCode.Usage };
        }
    }

    private static async Task<IReadOnlyList<ICheck>> PrepareStackAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var stack = await run.ConnectAsync(cancellationToken);
        var caller = await new CallerClient(stack.Connection).ReadAccountAsync(cancellationToken);
        return DoctorChecks.OfStack(
            new Installation(stack.Settings, caller, run.Context, cancellationToken), stack, new StackRules(stack, cancellationToken));
    }

    private static Option<string?> Named(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
