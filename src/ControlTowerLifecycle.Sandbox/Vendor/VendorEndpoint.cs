using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Vendor;

/// <summary>The Workload Security API. It checks version, key, faults, throttle and permission, then runs the
/// operation.</summary>
internal sealed class VendorEndpoint(
    SandboxVendor vendor, VendorRoutes routes, SandboxFaults faults, SandboxClock clock)
{
    public async Task HandleAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var arrived = clock.Now;
        var request = context.Request;
        var tag = new SandboxCall(SandboxVendor.Name, $"{request.Method} {request.Path}", null);
        context.Response.Headers["X-DSM-Version"] = "Deep Security/20.0.1";
        try
        {
            var (operation, id) = routes.Find(request.Method, request.Path);
            tag = tag with { Operation = operation.Name };
            var call = new VendorCall(
                Parse(await HttpExchange.ReadBodyAsync(request, cancellationToken)), id, arrived);
            tag = tag with { AccountId = FindAccount(operation, call) };
            await RunAsync(context, operation, call, tag);
        }
        catch (VendorErrorException failure)
        {
            if (failure.RetryAfter is { } wait)
                context.Response.Headers.RetryAfter =
                    ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await SendAsync(
                context, failure.Status, new JsonObject { ["message"] = failure.Message }, cancellationToken);
        }
        finally
        {
            vendor.Calls.Add(HttpExchange.Record(context, tag, arrived));
        }
    }

    private async Task RunAsync(HttpContext context, VendorOperation operation, VendorCall call, SandboxCall tag)
    {
        var cancellationToken = context.RequestAborted;
        call = call with { Key = CheckRequest(context.Request, call.Now) };
        var stopping = HttpExchange.Stopping(context);
        await clock.LatencyAsync(stopping);
        var fault = await faults.BeforeAsync(tag, stopping);
        if (fault?.Name == FaultNames.Reset)
        {
            HttpExchange.Break(context);
            return;
        }

        if (fault?.Name == FaultNames.Error)
            throw new VendorErrorException(fault.Status, "An internal error occurred.");
        if (fault?.Name == FaultNames.Throttle || !vendor.Throttle.TryTake(call.Key.Secret))
            throw VendorErrorException.TooManyRequests(fault?.RetryAfter ?? vendor.RetryAfter);
        if (vendor.IsForbidden(operation.Name))
            throw new VendorErrorException(HttpStatusCode.Forbidden, "Not authorized.");

        var response = operation.Run(call with { Now = clock.Now });
        if (await faults.AfterAsync(tag, operation.Writes, stopping))
            HttpExchange.Break(context);
        else
            await SendAsync(context, HttpStatusCode.OK, response, cancellationToken);
    }

    private VendorKey CheckRequest(HttpRequest request, DateTimeOffset now)
    {
        if (request.Headers["api-version"] != "v1")
            throw VendorErrorException.BadRequest("The header api-version is required and must be v1.");
        return vendor.Keys.Find(request, now)
            ?? throw new VendorErrorException(HttpStatusCode.Unauthorized, "The API key is not valid.");
    }

    /// <summary>The account of the connector, the body or the search; null if there is none.</summary>
    private string? FindAccount(VendorOperation operation, VendorCall call)
    {
        if (call.Id != 0 && operation.IsOnConnector)
            return vendor.Connectors.Find(call.Id)?.AccountId;
        if (SandboxConnector.Text(call.Body, "accountId") is { } account)
            return account;
        if (SandboxConnector.Text(call.Body, "crossAccountRoleArn") is { } role)
            return AwsNames.AccountOf(role);
        return (call.Body["searchCriteria"] as JsonArray)?.OfType<JsonObject>()
            .Where(criterion => SandboxConnector.Text(criterion, "fieldName") == "accountId")
            .Select(criterion => SandboxConnector.Text(criterion, "stringValue"))
            .FirstOrDefault();
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? [] : JsonNode.Parse(body.Span) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw VendorErrorException.BadRequest("The body is not a JSON object.");
        }
    }

    private static async Task SendAsync(
        HttpContext context, HttpStatusCode status, JsonObject? body, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = (int)status;
        if (body is null)
            return;
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, cancellationToken);
    }
}
