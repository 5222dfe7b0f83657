using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The three operations of Control Tower that the functions call, which moto does not have. It governs every account
/// of an organization, and asks nobody for a permission. Whatever else it is asked is a 404.
/// </summary>
internal sealed class TinyControlTower(MotoOrganization organization) : IAsyncDisposable
{
    private const string LandingZone =
        $"arn:aws:controltower:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:landingzone/1A2B3C4D5E6F7G8H";

    private SandboxHttpServer? _server;

    public Uri Address => _server!.Address;

    public static async Task<TinyControlTower> StartAsync(
        MotoOrganization organization, CancellationToken cancellationToken)
    {
        var controlTower = new TinyControlTower(organization);
        controlTower._server = await SandboxHttpServer.StartAsync(controlTower.HandleAsync, cancellationToken);
        return controlTower;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var answer = $"{context.Request.Method} {context.Request.Path}" switch
        {
            "POST /list-enabled-baselines" => new JsonObject
            {
                ["enabledBaselines"] = new JsonArray([.. organization.Members.Select(member => Enabled(member.Id))]),
            },
            "POST /list-landingzones" => new JsonObject
            {
                ["landingZones"] = new JsonArray(new JsonObject { ["arn"] = LandingZone }),
            },
            "POST /get-landingzone" => new JsonObject
            {
                ["landingZone"] = new JsonObject { ["arn"] = LandingZone, ["manifest"] = new JsonObject() },
            },
            _ => null,
        };
        if (answer is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private JsonObject Enabled(string account)
    {
        var organizationArn = $"arn:aws:organizations::{DeployedTemplate.AccountId}";
        return new JsonObject
        {
            ["baselineIdentifier"] = $"arn:aws:controltower:{DeployedTemplate.Region}::baseline/17BSJV3IGJ2QSGA2",
            ["targetIdentifier"] = $"{organizationArn}:account/{organization.OrganizationId}/{account}",
        };
    }
}
