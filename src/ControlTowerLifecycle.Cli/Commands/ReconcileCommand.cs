using System.CommandLine;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Cli.Status;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// Starts a reconcile by the backfill function, and waits until its log says how it ended. The function does not run in this
/// process, so an interruption ends only the wait.
/// </summary>
internal sealed class ReconcileCommand : IToolCommand
{
    /// <summary>AWS Organizations has fewer.</summary>
    private const int MostAccounts = 100_000;

    private readonly Option<string?> _unit = UnitOption.Create("Only the accounts of this unit, with the units below it.");
    private readonly Confirmation _confirmation = new();

    /// <summary>Zero if it is not given.</summary>
    private readonly Option<int> _confirmed = NumberOption.Create(
        "--confirm-disconnect",
        "Disconnect this number of accounts that have left. A reconcile that holds its disconnects names it.",
        "N", null, 1, MostAccounts);

    private readonly Option<int> _wait = NumberOption.Wait("Seconds to wait for the end; 0 does not wait.", 900);

    public ReconcileCommand() => Syntax = new Command(
        "reconcile",
        "Start a reconcile: the backfill function inspects every account and queues those that are not right. Exit code 1 if"
        + " it found one, if it failed, or if it did not end in time.")
    {
        _unit, _confirmed, _confirmation.Yes, _wait,
    };

    public Command Syntax { get; }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var unit = run.Parsed.GetValue(_unit);
        int? confirmed = run.Parsed.GetValue(_confirmed) is var number and > 0 ? number : null;
        var limit = TimeSpan.FromSeconds(run.Parsed.GetValue(_wait));
        var stack = await run.ConnectAsync(cancellationToken);
        if (unit is not null)
            await RequireUnitAsync(run, stack, unit, cancellationToken);
        await _confirmation.RequireAsync(run, Question(unit, confirmed), cancellationToken);
        var watch = limit <= TimeSpan.Zero ? null : await WatchAsync(run, stack, unit, cancellationToken);
        await new LambdaClient(stack.Connection).InvokeEventAsync(
            stack.Outputs.BackfillFunction, WalkPayload.WriteReconcile(unit, confirmed), cancellationToken);
        run.Screen.Note("The reconcile is started.");
        var end = watch is null ? null : await watch.WaitAsync(limit, cancellationToken);
        if (run.IsJson)
            run.WriteJson(ReconcileReport.Of(end), ReportJson.Readable.ReconcileReport);
        Write(run.Screen, end, isAwaited: watch is not null);
        return watch is null || end is { Failure: null, Found.Unprotected: 0 } ? ExitCode.Done : ExitCode.Finding;
    }

    /// <summary>A failed walk is a dead letter and an alarm, which a mistyped unit is not worth.</summary>
    /// <exception cref="OrganizationalUnitNotFoundException">The organization has no such unit.</exception>
    private static async Task RequireUnitAsync(
        CommandRun run, DeployedStack stack, string unit, CancellationToken cancellationToken)
    {
        var organization = new AwsOrganization(new OrganizationsClient(stack.Connection) { Time = run.Context.Time });
        await organization.PagesAsync(new AccountQuery(unit, WithUnits: false, null), cancellationToken).FirstAsync(cancellationToken);
    }

    private static string Question(string? unit, int? confirmed) =>
        $"Start a reconcile of {(unit is null ? "all accounts" : $"the unit {unit}")}"
        + (confirmed is { } number ? $" that disconnects {number} accounts?" : "?");

    private static async Task<WalkWatch> WatchAsync(
        CommandRun run, DeployedStack stack, string? unit, CancellationToken cancellationToken)
    {
        var backfill = await new FunctionsClient(stack.Connection).GetConfigurationAsync(
            stack.Outputs.BackfillFunction, cancellationToken);
        return await WalkWatch.BeginAsync(
            new WalkLog(new LogsClient(stack.Connection), backfill.LogGroup, unit), run.Screen, run.Context.Time, cancellationToken);
    }

    private static void Write(Screen screen, WalkEnd? end, bool isAwaited)
    {
        switch (end)
        {
            case { Failure: { } failure }:
                screen.Write(failure, Tone.Bad);
                if (end.WhatToDo is { } advice)
                    screen.Write(advice);
                break;
            case { Found: { } found }:
                screen.Write($"The reconcile found {StatusText.Found(found)}.", found.Unprotected == 0 ? Tone.Good : Tone.Warning);
                if (found.Unprotected > 0)
                    screen.Write("Accounts that a run can repair are queued. See the others with: ctlifecycle status");
                break;
            default:
                screen.Write(
                    $"{(isAwaited ? "The reconcile has not ended yet. " : "")}See how it ends with: ctlifecycle status",
                    isAwaited ? Tone.Warning : Tone.Plain);
                break;
        }
    }
}
