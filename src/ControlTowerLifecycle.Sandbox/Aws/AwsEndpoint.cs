using System.Net;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>
/// One endpoint for every service. A request passes the same gates in the same order as at AWS: signature, throttle,
/// permission, validation, deed. Injected faults stand before the throttle and after the deed.
/// </summary>
internal sealed class AwsEndpoint(
    AwsRequestRouter directory,
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
        AwsRequest question;
        try
        {
            question = directory.Find(context.Request, body);
        }
        catch (UnknownOperationException e)
        {
            await AwsResponseWriter.WriteAsync(context, e.Protocol, "", e.Failure, requestId, cancellationToken);
            return;
        }

        var contract = question.Service.Contract;
        var tag = new SandboxCall(contract.Name, question.Operation.Name, null);
        var arrived = clock.Now;
        try
        {
            var call = Identify(context.Request, question);
            tag = tag with { AccountId = question.Operation.Account?.Invoke(call) ?? call.Caller.AccountId };
            await AnswerAsync(context, question, call, tag, requestId);
        }
        catch (AwsErrorException failure)
        {
            await AwsResponseWriter.WriteAsync(context, contract.Protocol, contract.Id, failure, requestId, cancellationToken);
        }
        finally
        {
            log.Add(HttpExchange.Record(context, tag, arrived));
        }
    }

    private AwsCall Identify(HttpRequest request, AwsRequest question)
    {
        var contract = question.Service.Contract;
        var credential = verifier.Verify(
            request, question.Body.Span, contract, contract.IsGlobal ? "us-east-1" : region);
        return new AwsCall(contract, question.Operation.Name, question.Input(request), credential, clock.Now);
    }

    private async Task AnswerAsync(
        HttpContext context, AwsRequest question, AwsCall call, SandboxCall tag, string requestId)
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

        authorization.Demand(call, question.Operation);
        var result = await question.Operation.Run(call with { Now = clock.Now }, cancellationToken);
        if (await faults.AfterAsync(tag, question.Operation.Writes, stopping))
            HttpExchange.Break(context);
        else if (question.Operation.IsDoneLater)
            AwsResponseWriter.Accept(context, requestId);
        else
            await AwsResponseWriter.WriteAsync(context, call.Contract, call.Operation, result, requestId, cancellationToken);
    }

    /// <summary>An injected throttle is a 429; a bucket that ran dry answers as the service does, with a 400.</summary>
    private static AwsErrorException Throttled(AwsServiceContract contract, Fault? fault) =>
        new(
            contract.ThrottlingCode, "Rate exceeded",
            fault is null ? HttpStatusCode.BadRequest : HttpStatusCode.TooManyRequests)
        {
            RetryAfter = fault?.RetryAfter,
        };
}
