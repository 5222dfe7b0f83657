using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Walks the organization: when CloudFormation creates or updates the stack, on an event that concerns accounts without
/// naming them, if an operator asks for it, and to continue the walk of an earlier invocation. CloudFormation always
/// gets a response before the deadline; without one the stack hangs.
/// </summary>
internal sealed class BackfillFunction(
    WalkInvocation walk, RetrievalInvocation retrieval, CustomResourceResponder responder, LifecycleLog log)
    : ILambdaFunction
{
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (await retrieval.TryRunAsync(invocation.Payload, cancellationToken) is { } reported)
            return reported;

        if (ReadWalk(invocation.Payload) is { } requested)
            return await WalkAsync(requested, invocation, cancellationToken);

        if (CustomResourceRequest.TryRead(invocation.Payload) is not { } request)
            return await HandleEventAsync(invocation, cancellationToken);

        await HandleCustomResourceAsync(request, invocation, cancellationToken);
        return ReadOnlyMemory<byte>.Empty;
    }

    private WalkRequest? ReadWalk(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return WalkPayload.Read(payload);
        }
        catch (FormatException fault)
        {
            throw Unreadable(fault.Message);
        }
    }

    private async Task HandleCustomResourceAsync(
        CustomResourceRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        // Before the walk: Lambda invokes the function again if it fails after it.
        request.ReadResponseUri();
        switch (request.RequestType)
        {
            case "Delete":
                log.StackDeleted();
                var nothing = new WalkInvocationResult(new WalkSummary(), false, null);
                await responder.SucceedAsync(request, Count(nothing), cancellationToken);
                break;
            case "Create" or "Update":
                var deployment = new WalkRequest(WalkKind.Deploy) { IsCreation = request.RequestType == "Create" };
                var result = await walk.RunAsync(deployment, invocation, cancellationToken);
                if (result.Failure is { } failure)
                    await responder.FailAsync(request, failure, cancellationToken);
                else
                    await responder.SucceedAsync(request, Count(result), cancellationToken);
                break;
            default:
                await responder.FailAsync(
                    request, "RequestType is none of Create, Update and Delete.", cancellationToken);
                break;
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleEventAsync(
        Invocation invocation, CancellationToken cancellationToken)
    {
        switch (LifecycleEventDecoder.DecodeDirect(invocation.Payload))
        {
            case LifecycleEvent.OrganizationalUnitGoverned governed:
                var reconcile = new WalkRequest(WalkKind.Reconcile, governed.OrganizationalUnitId);
                return await WalkAsync(reconcile with { IsFromEvent = true }, invocation, cancellationToken);
            case LifecycleEvent.AccountLeft { Id: null, OrganizationalUnitId: { } unit }:
                var unitLeft = new WalkRequest(WalkKind.UnitLeft, unit) { IsFromEvent = true };
                return await WalkAsync(unitLeft, invocation, cancellationToken);
            case LifecycleEvent.Unreadable unreadable:
                throw Unreadable(unreadable.Why);
            case LifecycleEvent.NotOurs other:
                log.Ignored(null, other.Why);
                return ReadOnlyMemory<byte>.Empty;
            default:
                throw new FunctionErrorException(
                    "WrongFunction",
                    "The event names an account; it belongs to the lifecycle function.");
        }
    }

    /// <returns>The counts of the walk, for an operator who waits for them.</returns>
    private async Task<ReadOnlyMemory<byte>> WalkAsync(
        WalkRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        var result = await walk.RunAsync(request, invocation, cancellationToken);
        if (result.Failure is { } failure)
            throw new FunctionErrorException("NotWalked", failure);

        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, OutcomeLine.Readable);
        json.WriteStartObject();
        WalkLine.Write(json, request, result.Summary);
        json.WriteBoolean("continues", result.Continues);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private FunctionErrorException Unreadable(string why)
    {
        log.Unreadable(null, why);
        return FunctionErrorException.UnreadableEvent(why);
    }

    /// <summary>The attributes of the custom resource. CloudFormation takes text only.</summary>
    private static Dictionary<string, string> Count(WalkInvocationResult result)
    {
        var counts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Accounts"] = ToText(result.Summary.Accounts),
            ["Queued"] = ToText(result.Summary.Queued),
            ["Skipped"] = ToText(result.Summary.SkippedTotal),
        };
        if (result.Continues)
            counts["Continues"] = "true";

        return counts;
    }

    private static string ToText(int number) => number.ToString(CultureInfo.InvariantCulture);
}
