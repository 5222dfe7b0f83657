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
/// <param name="confirmation">Asks before the retrieval is switched.</param>
internal sealed class ExternalIdCommand(Command syntax, Func<CommandRun, string> request, Confirmation confirmation) : IToolCommand
{
    public Command Syntax => syntax;

    public static ExternalIdCommand Show() => new(
        new Command("show", "Where the tenant's external ID comes from, whether the secret keeps it, and whether the vendor returns it."),
        _ => "report",
        new Confirmation());

    public static ExternalIdCommand Retrieval()
    {
        var confirmation = new Confirmation();
        var state = new Argument<string>("state") { Description = "on or off." };
        state.AcceptOnlyFromAmong("on", "off");
        var syntax = new Command(
            "retrieval", "Switch at the vendor whether it returns the external ID. off is refused until the ID is kept.")
        {
            state, confirmation.Yes,
        };
        return new ExternalIdCommand(syntax, run => run.Parsed.GetValue(state) == "on" ? "enable" : "disable", confirmation);
    }

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var value = request(run);
        var stack = await run.ConnectAsync(cancellationToken);
        if (value != "report")
        {
            await confirmation.RequireAsync(
                run, $"Switch the retrieval of the external ID at the vendor {(value == "enable" ? "on" : "off")}?", cancellationToken);
        }

        var response = await new FunctionsClient(stack.Connection).InvokeAsync(
            stack.Outputs.BackfillFunction, $$"""{"externalIdRetrieval":"{{value}}"}""", cancellationToken);
        if (Error(response) is { } failed)
            throw failed;

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

    /// <summary>The work failed, or was refused; the invocation did not.</summary>
    private static ToolException? Error(JsonElement response) => Find(response, "error") is { } error
        ? new ToolException(error, Find(response, "whatToDo") ?? "See the log with: ctlifecycle errors")
        : null;

    private static string Text(JsonElement response, string name) =>
        Find(response, name) is { } text ? OutsideText.Clean(text, 20) : "unknown";

    private static string? Find(JsonElement response, string name) =>
        response.ValueKind == JsonValueKind.Object && response.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
}
