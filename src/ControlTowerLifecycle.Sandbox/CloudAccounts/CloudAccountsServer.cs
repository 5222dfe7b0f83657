using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>The Cloud Accounts API. It checks size, key, faults, throttle and rights, then runs the operation.</summary>
internal sealed class CloudAccountsServer(
    CloudAccountsTenant tenant, CloudAccountsRoutes routes, SandboxFaults faults, SandboxClock clock)
{
    private const int LargestBody = 1_000_000;
    private int _traces;

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = clock.Now;
        var request = context.Request;
        var tag = new SandboxCall(CloudAccountsTenant.Name, $"{request.Method} {request.Path}", null);
        context.Response.Headers["x-trace-id"] = $"trace-{Interlocked.Increment(ref _traces)}";
        try
        {
            var (operation, collection, account) = routes.Find(request.Method, request.Path);
            tag = tag with { Operation = operation.Name, AccountId = account };
            var body = Parse(await HttpExchange.ReadBodyAsync(request, context.RequestAborted));
            if (account is null && body["roleArn"] is JsonValue role && role.TryGetValue<string>(out var arn))
                tag = tag with { AccountId = Aws.AwsNames.AccountOf(arn) };
            var call = new CloudAccountsRequest(
                $"{request.Scheme}://{request.Host}{collection}", account, body, request.Query, arrived)
            {
                Filter = request.Headers["TMV1-Filter"],
                IfMatch = request.Headers.IfMatch,
            };
            await RunAsync(context, operation, call, tag);
        }
        catch (CloudAccountsErrorException failure)
        {
            await SendErrorAsync(context, failure);
        }
        finally
        {
            tenant.Calls.Add(HttpExchange.Record(context, tag, arrived));
        }
    }

    private async Task RunAsync(
        HttpContext context, CloudAccountsOperation operation, CloudAccountsRequest call, SandboxCall tag)
    {
        if (context.Request.Headers.Authorization != $"Bearer {tenant.Key}" || !tenant.IsKeyActive)
            throw new CloudAccountsErrorException(HttpStatusCode.Unauthorized, "Unauthorized", "Invalid token.");
        if (tenant.BlockedWith(operation.Name) is { } blocked)
        {
            context.Response.StatusCode = (int)blocked;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html><b>Blocked by the firewall</b></html>", context.RequestAborted);
            return;
        }

        var stopping = HttpExchange.Stopping(context);
        await clock.LatencyAsync(stopping);
        var fault = await faults.BeforeAsync(tag, stopping);
        if (fault?.Name == FaultNames.Reset)
        {
            HttpExchange.Break(context);
            return;
        }

        if (fault?.Name == FaultNames.Error)
            throw new CloudAccountsErrorException(fault.Status, "InternalServerError", "An internal error occurred.");
        if (fault?.Name == FaultNames.Throttle || !tenant.Throttle.TryTake(tenant.Key))
        {
            throw new CloudAccountsErrorException(HttpStatusCode.TooManyRequests, "TooManyRequests", "Too many requests.")
            {
                RetryAfter = fault?.RetryAfter ?? tenant.RetryAfter,
            };
        }

        if (tenant.IsForbidden(operation.Name))
            throw new CloudAccountsErrorException(HttpStatusCode.Forbidden, "AccessDenied", "Access denied.");

        operation.CheckQuery(call);
        var response = operation.Run(call with { Now = clock.Now });
        if (await faults.AfterAsync(tag, operation.Writes, stopping))
            HttpExchange.Break(context);
        else
            await SendAsync(context, response);
    }

    private static JsonObject Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length > LargestBody)
        {
            throw new CloudAccountsErrorException(
                HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge", "The body is larger than 1 MB.");
        }

        try
        {
            return body.IsEmpty ? [] : JsonNode.Parse(body.Span) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw CloudAccountsErrorException.BadRequest("The body is not a JSON object.");
        }
    }

    private static Task SendErrorAsync(HttpContext context, CloudAccountsErrorException failure)
    {
        if (failure.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter =
                ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var error = new JsonObject { ["code"] = failure.Code, ["message"] = failure.Message };
        if (failure.InnerCode is { } inner)
            error["innererror"] = new JsonObject { ["code"] = inner, ["service"] = "cam" };
        return SendAsync(context, new CloudAccountsResponse(failure.Status, new JsonObject { ["error"] = error }));
    }

    private static async Task SendAsync(HttpContext context, CloudAccountsResponse response)
    {
        context.Response.StatusCode = (int)response.Status;
        if (response.ETag is { } tag)
            context.Response.Headers.ETag = tag;
        if (response.Location is { } location)
            context.Response.Headers.Location = location;
        if (response.Body is not { } body)
            return;
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
