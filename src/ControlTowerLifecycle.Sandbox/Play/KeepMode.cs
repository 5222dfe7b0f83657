using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using Spectre.Console;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// Keeps a sandbox up after the play: the stack is deployed again, and a small control endpoint vends accounts by hand
/// and shows how every account stands.
/// </summary>
internal static class KeepMode
{
    public static async Task RunAsync(
        LifecycleDeployment deployment, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var created = await deployment.CreateAsync("3", cancellationToken);
        if (created.Status != StackStatus.CreateComplete)
            throw new InvalidOperationException($"The stack could not be deployed again: {created.Reason}");

        await deployment.UntilQuietAsync(cancellationToken);
        using var stage = new PlayContext(deployment, new TerminalOutput(console, accounts: 0), TimeProvider.System);
        await using var control = await SandboxHttpServer.StartAsync(context => AnswerAsync(context, stage), cancellationToken);
        Explain(deployment, control.Address, console);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Explain(LifecycleDeployment deployment, Uri control, IAnsiConsole console)
    {
        var server = deployment.Server;
        // Past the console, which would break lines that are to be copied.
        console.Profile.Out.Writer.WriteLine(
            $"""

            The stack is deployed again and stays until Ctrl+C. Everything here is made up, the keys too.

            For the AWS command line:
              export AWS_ENDPOINT_URL={server.AwsEndpoint}
              export AWS_REGION={server.Organization.Region}
              export AWS_ACCESS_KEY_ID={server.Credentials.AccessKey}
              export AWS_SECRET_ACCESS_KEY={server.Credentials.SecretKey}
              export AWS_SESSION_TOKEN={server.Credentials.SessionToken}
              aws organizations list-accounts

            The vendor's API:
              curl -H 'api-version: v1' -H 'Authorization: ApiKey {server.Vendor.Key.Secret}' {server.VendorEndpoint}api/awsconnectors

            Vend an account, and see how all accounts stand:
              curl -X POST '{control}vend?name=my-account'
              curl {control}accounts
            """);
    }

    private static async Task AnswerAsync(HttpContext context, PlayContext stage)
    {
        JsonNode? answer = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/vend") => Vend(context.Request.Query["name"], stage),
            ("GET", "/accounts") => Accounts(stage),
            _ => null,
        };
        context.Response.StatusCode = answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        answer ??= new JsonObject { ["message"] = "Take POST /vend?name=… or GET /accounts." };
        await context.Response.WriteAsync(answer.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private static JsonObject Vend(string? name, PlayContext stage)
    {
        var account = stage.Make(string.IsNullOrWhiteSpace(name) ? "by-hand" : name);
        stage.Announce(account);
        return new JsonObject { ["accountId"] = account.Id, ["accountName"] = account.Name };
    }

    private static JsonArray Accounts(PlayContext stage) =>
    [
        .. stage.Judge.All().Select(JsonNode (verdict) => new JsonObject
        {
            ["accountId"] = verdict.Account.Id,
            ["accountName"] = verdict.Account.Name,
            ["protected"] = verdict.IsProtected,
            ["why"] = verdict.Skipped ?? verdict.Lacks,
        }),
    ];
}
