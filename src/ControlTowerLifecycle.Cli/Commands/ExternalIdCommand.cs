using System.CommandLine;
using System.Text.Json;
using ControlTowerLifecycle.Cli.Aws.Lambda;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>
/// <c>external-id show</c> and <c>external-id retrieval on|off</c>. The backfill function does the work, so that the key stays
/// in the function. The ID itself is never shown.
/// </summary>
/// <param name="syntax">The command.</param>
/// <param name="request">The value of the payload's field <c>externalIdRetrieval</c>.</param>
internal sealed class ExternalIdCommand(Command syntax, Func<CommandRun, string> request) : IToolCommand
{
    private static readonly Argument<string> State = new("state") { Description = "on or off." };

    static ExternalIdCommand() => State.AcceptOnlyFromAmong("on", "off");

    public Command Syntax => syntax;

    public static ExternalIdCommand Show() => new(
        new Command("show", "Where the tenant's external ID comes from, whether the secret keeps it, and whether the vendor returns it."),
        _ => "report");

    public static ExternalIdCommand Retrieval() => new(
        new Command(
            "retrieval", "Switch at the vendor whether it returns the external ID. off is refused until the ID is kept.")
        {
            State, Confirmation.Yes,
        },
        run => run.Parsed.GetValue(State) == "on" ? "enable" : "disable");

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var value = request(run);
        var stack = await run.ConnectAsync(cancellationToken);
        if (value != "report" && !await Confirmation.AskAsync(
            run, $"Switch the retrieval of the external ID at the vendor {(value == "enable" ? "on" : "off")}?", cancellationToken))
            return ExitCode.Finding;

        var response = await new FunctionsClient(stack.Connection).InvokeAsync(
            stack.Outputs.BackfillFunction, $$"""{"externalIdRetrieval":"{{value}}"}""", cancellationToken);
        var report = new ExternalIdToolReport(
            Text(response, "source"),
            response.TryGetProperty("kept", out var kept) && kept.ValueKind == JsonValueKind.True,
            Text(response, "retrieval"));
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.ExternalIdToolReport);
        Write(run.Screen, report);
        return ExitCode.Done;
    }

    private static void Write(Screen screen, ExternalIdToolReport report)
    {
        screen.Write($"The external ID comes from the {report.Source}.");
        screen.Write(report.Kept ? "The secret keeps it." : "The secret does not keep it.");
        screen.Write(report.Retrieval switch
        {
            "enabled" => "The vendor returns it.",
            "disabled" => "The vendor does not return it.",
            _ => "It is unknown whether the vendor returns it: the key may not read the setting.",
        });
    }

    private static string Text(JsonElement response, string name) =>
        response.ValueKind == JsonValueKind.Object && response.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? OutsideText.Clean(value.GetString()!, 20)
                : "unknown";
}
