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
        await using var control = await SandboxHttpServer.StartAsync(
            context => HandleAsync(context, play), cancellationToken);
        output.WriteVerbatim(KeepInstructions.Create(deployment, control.Address));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // No outcome line may follow the last line.
        play.Dispose();
        output.Stop("The sandbox stopped.");
        return true;
    }

    private static async Task HandleAsync(HttpContext context, PlayContext play)
    {
        var (status, response) = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/vend") => Vend(context.Request.Query["name"].ToString(), play),
            ("GET", "/accounts") => (StatusCodes.Status200OK, Accounts(play)),
            _ => (StatusCodes.Status404NotFound, Message("Use POST /vend?name=… or GET /accounts.")),
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
