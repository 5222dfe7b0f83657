using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// Implements <c>--keep</c>: deploys the stack again and runs until it is stopped. A control endpoint vends accounts
/// and shows the protection of all accounts.
/// </summary>
internal static class KeepMode
{
    /// <summary>AWS allows 1 to 50 printable characters in an account name.</summary>
    private const int LongestName = 50;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <returns>False if the stack could not be deployed again.</returns>
    public static async Task<bool> RunAsync(
        LifecycleDeployment deployment, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var output = new TerminalOutput(console, accounts: 0);
        output.Write("CloudFormation creates the stack again.");
        var created = await deployment.CreateAsync("3", cancellationToken);
        if (created.Status != StackStatus.CreateComplete)
        {
            output.Write($"The stack could not be deployed again: {created.Reason}");
            return false;
        }

        await deployment.UntilQuietAsync(cancellationToken);
        using var play = new PlayContext(deployment, output, TimeProvider.System);
        var faults = new NamedFaults(deployment);
        await using var control = await SandboxHttpServer.StartAsync(
            context => HandleAsync(context, play, faults), cancellationToken);
        output.WriteVerbatim(KeepInstructions.Create(deployment, control.Address));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // No outcome line may follow the last line.
        play.Dispose();
        output.Stop("The sandbox stopped.");
        return true;
    }

    private static async Task HandleAsync(HttpContext context, PlayContext play, NamedFaults faults)
    {
        var query = context.Request.Query;
        var (status, response) = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/vend") => Vend(query["name"].ToString(), play),
            ("GET", "/accounts") => (StatusCodes.Status200OK, Accounts(play)),
            ("POST", "/faults") => Switch(query["name"].ToString(), query["on"].ToString(), faults),
            ("GET", "/faults") => (StatusCodes.Status200OK, Describe(faults)),
            _ => (
                StatusCodes.Status404NotFound,
                Message("Use POST /vend?name=…, GET /accounts, POST /faults?name=…&on=true or GET /faults.")),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(response.ToJsonString(Indented) + "\n");
    }

    private static (int Status, JsonNode Response) Vend(string name, PlayContext play)
    {
        name = string.IsNullOrWhiteSpace(name) ? "vended-manually" : name;
        if (name.Length > LongestName || name.Any(char.IsControl))
            return (
                StatusCodes.Status400BadRequest,
                Message($"The account name must have 1 to {LongestName} characters and no control characters."));

        var account = play.Vend(name);
        play.SendEvent(account);
        return (
            StatusCodes.Status200OK, new JsonObject { ["accountId"] = account.Id, ["accountName"] = account.Name });
    }

    private static (int Status, JsonNode Response) Switch(string name, string on, NamedFaults faults)
    {
        if (on is not ("true" or "false"))
            return (StatusCodes.Status400BadRequest, Message("The parameter on must be true or false."));
        return faults.TrySwitch(name, on == "true")
            ? (StatusCodes.Status200OK, Describe(faults))
            : (
                StatusCodes.Status400BadRequest,
                Message($"The fault must be one of: {string.Join(", ", NamedFaults.All.Keys)}."));
    }

    private static JsonArray Describe(NamedFaults faults) =>
    [
        .. NamedFaults.All.Select(JsonNode (fault) => new JsonObject
        {
            ["name"] = fault.Key,
            ["on"] = faults.Active.Contains(fault.Key, StringComparer.Ordinal),
            ["does"] = fault.Value,
        }),
    ];

    private static JsonArray Accounts(PlayContext play) =>
    [
        .. play.Judge.All().Select(JsonNode (verdict) => new JsonObject
        {
            ["accountId"] = verdict.Account.Id,
            ["accountName"] = verdict.Account.Name,
            ["protected"] = verdict.IsProtected,
            ["why"] = verdict.Skipped ?? verdict.Lacks,
        }),
    ];

    private static JsonObject Message(string text) => new() { ["message"] = text };
}
