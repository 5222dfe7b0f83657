using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>
/// One endpoint for every service. It checks a request in the order of AWS: signature, throttle, permission,
/// validation, operation. Injected faults apply before the throttle and after the operation.
/// </summary>
internal sealed class AwsEndpoint(
    AwsRequestRouter router,
    SignatureVerifier verifier,
    AwsAuthorization authorization,
    Throttles throttles,
    SandboxFaults faults,
    CallLog log,
    SandboxClock clock,
    string region)
{
    private int _requests;

    public async Task HandleAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var requestId = $"00000000-0000-4000-8000-{Interlocked.Increment(ref _requests):x12}";
        var body = await HttpExchange.ReadBodyAsync(context.Request, cancellationToken);
        AwsRequest request;
        try
        {
            request = router.Find(context.Request, body);
        }
        catch (UnknownOperationException e)
        {
            await AwsResponseWriter.WriteAsync(context, e.Protocol, "", e.Failure, requestId, cancellationToken);
            return;
        }

        var contract = request.Service.Contract;
        var tag = new SandboxCall(contract.Name, request.Operation.Name, null);
        var arrived = clock.Now;
        try
        {
            var call = Identify(context.Request, request);
            tag = tag with { AccountId = request.Operation.Account?.Invoke(call) ?? call.Caller.AccountId };
            await RunAsync(context, request, call, tag, requestId);
        }
        catch (AwsErrorException failure)
        {
            await AwsResponseWriter.WriteAsync(
                context, contract.Protocol, contract.Id, failure, requestId, cancellationToken);
        }
        finally
        {
            log.Add(HttpExchange.Record(context, tag, arrived));
        }
    }

    private AwsCall Identify(HttpRequest http, AwsRequest request)
    {
        var contract = request.Service.Contract;
        var credential = verifier.Verify(
            http, request.Body.Span, contract, contract.IsGlobal ? "us-east-1" : region);
        return new AwsCall(contract, request.Operation.Name, request.Input(http), credential, clock.Now);
    }

    private async Task RunAsync(
        HttpContext context, AwsRequest request, AwsCall call, SandboxCall tag, string requestId)
    {
        var cancellationToken = context.RequestAborted;
        var stopping = HttpExchange.Stopping(context);
        await clock.LatencyAsync(stopping);
        var fault = await faults.BeforeAsync(tag, stopping);
        if (fault?.Name == FaultNames.Reset)
        {
            HttpExchange.Break(context);
            return;
        }

        if (fault?.Name == FaultNames.Error)
            throw new AwsErrorException(
                "InternalFailure", "The request processing has failed because of an unknown error.", fault.Status);
        if (fault?.Name == FaultNames.Throttle || !throttles.TryTake(call.Contract.Name))
            throw Throttled(call.Contract, fault);

        authorization.Demand(call, request.Operation);
        var result = await request.Operation.Run(call with { Now = clock.Now }, cancellationToken);
        if (await faults.AfterAsync(tag, request.Operation.Writes, stopping))
            HttpExchange.Break(context);
        else if (request.Operation.Respond is { } respond)
            await RespondAsync(context, respond, result, requestId);
        else
            await AwsResponseWriter.WriteAsync(
                context, call.Contract, call.Operation, result, requestId, cancellationToken);
    }

    private static Task RespondAsync(
        HttpContext context, Func<HttpContext, JsonObject, CancellationToken, Task> respond, JsonObject result,
        string requestId)
    {
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        return respond(context, result, context.RequestAborted);
    }

    /// <summary>An injected throttle returns 429. An empty token bucket returns 400, as the service does.</summary>
    private static AwsErrorException Throttled(AwsServiceContract contract, Fault? fault) =>
        new(
            contract.ThrottlingCode, "Rate exceeded",
            fault is null ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests)
        {
            RetryAfter = fault?.RetryAfter,
        };
}
