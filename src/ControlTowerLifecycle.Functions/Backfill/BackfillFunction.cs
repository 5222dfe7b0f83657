using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Walks the organization: when CloudFormation creates or updates the stack, on any event that concerns accounts without
/// naming them, on demand, and where an earlier invocation left off. Whatever happens, CloudFormation is answered before
/// the deadline: a stack that is not answered hangs.
/// </summary>
internal sealed class BackfillFunction(WalkInvocation walk, CustomResourceResponder answers, LifecycleLog log)
    : ILambdaFunction
{
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (WalkAskedFor(invocation.Payload) is { } asked)
            return await WalkAsync(asked, invocation, cancellationToken);

        if (CustomResourceRequest.TryRead(invocation.Payload) is not { } request)
            return await HandleEventAsync(invocation, cancellationToken);

        await AnswerAsync(request, invocation, cancellationToken);
        return ReadOnlyMemory<byte>.Empty;
    }

    private WalkRequest? WalkAskedFor(ReadOnlyMemory<byte> payload)
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

    private async Task AnswerAsync(
        CustomResourceRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        switch (request.RequestType)
        {
            case "Delete":
                log.StackDeleted();
                await answers.SucceedAsync(request, Counts(new WalkEnd(new WalkSummary(), false, null)), cancellationToken);
                break;
            case "Create" or "Update":
                var deployment = new WalkRequest(WalkKind.Deploy) { IsCreation = request.RequestType == "Create" };
                var end = await walk.RunAsync(deployment, invocation, cancellationToken);
                if (end.Failure is { } failure)
                    await answers.FailAsync(request, failure, cancellationToken);
                else
                    await answers.SucceedAsync(request, Counts(end), cancellationToken);
                break;
            default:
                await answers.FailAsync(request, "RequestType is none of Create, Update and Delete.", cancellationToken);
                break;
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleEventAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        switch (LifecycleEventDecoder.DecodeDirect(invocation.Payload))
        {
            case LifecycleEvent.OrganizationalUnitGoverned governed:
                var reconcile = new WalkRequest(WalkKind.Reconcile, governed.OrganizationalUnitId) { IsEvents = true };
                return await WalkAsync(reconcile, invocation, cancellationToken);
            case LifecycleEvent.AccountLeft { Id: null, OrganizationalUnitId: { } unit }:
                var unitLeft = new WalkRequest(WalkKind.UnitLeft, unit) { IsEvents = true };
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

    /// <returns>What the walk counted, for whoever asked and waits.</returns>
    private async Task<ReadOnlyMemory<byte>> WalkAsync(
        WalkRequest request, Invocation invocation, CancellationToken cancellationToken)
    {
        var end = await walk.RunAsync(request, invocation, cancellationToken);
        if (end.Failure is { } failure)
            throw new FunctionErrorException("NotWalked", failure);

        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, OutcomeLine.Readable);
        json.WriteStartObject();
        WalkLine.Write(json, request, end.Summary);
        json.WriteBoolean("continues", end.Continues);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private FunctionErrorException Unreadable(string why)
    {
        log.Unreadable(null, why);
        return new FunctionErrorException("UnreadableEvent", $"The event cannot be read: {why.TrimEnd('.')}.");
    }

    private static Dictionary<string, string> Counts(WalkEnd end)
    {
        var counts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Accounts"] = Text(end.Summary.Accounts),
            ["Queued"] = Text(end.Summary.Queued),
            ["Skipped"] = Text(end.Summary.SkippedInAll),
        };
        if (end.Continues)
            counts["Continues"] = "true";

        return counts;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
