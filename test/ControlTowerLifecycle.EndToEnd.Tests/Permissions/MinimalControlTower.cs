using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The three operations of Control Tower that the functions call and that moto lacks. All member accounts are governed.
/// Permissions are not checked. Every other request gets 404.
/// </summary>
internal sealed class MinimalControlTower(MotoOrganization organization) : IAsyncDisposable
{
    private const string LandingZone =
        $"arn:aws:controltower:{DeployedTemplate.Region}:{DeployedTemplate.AccountId}:landingzone/1A2B3C4D5E6F7G8H";

    private SandboxHttpServer? _server;

    public Uri Address => _server!.Address;

    public static async Task<MinimalControlTower> StartAsync(
        MotoOrganization organization, CancellationToken cancellationToken)
    {
        var controlTower = new MinimalControlTower(organization);
        controlTower._server = await SandboxHttpServer.StartAsync(controlTower.HandleAsync, cancellationToken);
        return controlTower;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task HandleAsync(HttpContext context)
    {
        var response = $"{context.Request.Method} {context.Request.Path}" switch
        {
            "POST /list-enabled-baselines" => new JsonObject
            {
                ["enabledBaselines"] = new JsonArray(
                    [.. organization.Members.Select(member => EnabledBaseline(member.Id))]),
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
        if (response is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await context.Response.WriteAsync(response.ToJsonString(), context.RequestAborted);
    }

    private JsonObject EnabledBaseline(string account)
    {
        var organizationArn = $"arn:aws:organizations::{DeployedTemplate.AccountId}";
        return new JsonObject
        {
            ["baselineIdentifier"] = $"arn:aws:controltower:{DeployedTemplate.Region}::baseline/17BSJV3IGJ2QSGA2",
            ["targetIdentifier"] = $"{organizationArn}:account/{organization.OrganizationId}/{account}",
        };
    }
}
