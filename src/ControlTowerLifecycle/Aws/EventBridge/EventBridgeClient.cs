using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.EventBridge;

/// <summary>Event buses of the caller's account and region.</summary>
internal sealed class EventBridgeClient(AwsConnection connection)
{
    /// <summary>The most entries of one call (PutEvents API reference).</summary>
    public const int MaximumEntries = 10;

    private const string PutEvents = "PutEvents";

    private readonly JsonApi _api = new(connection, AwsService.EventBridge, "AWSEvents", "1.1");

    /// <summary>Puts events on a bus. EventBridge responds with HTTP 200 even if it accepts none.</summary>
    /// <param name="busName">The name or ARN of the bus, which all entries name.</param>
    /// <param name="entries">One to <see cref="MaximumEntries"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>For each entry, in the same order, the failure; null if it was accepted.</returns>
    /// <exception cref="AwsException">EventBridge refuses the call or does not respond.</exception>
    public async Task<IReadOnlyList<AwsException?>> PutEventsAsync(
        string busName, IReadOnlyList<PutEventsEntry> entries, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            PutEvents,
            busName,
            new PutEventsRequest(entries),
            EventBridgeWireContext.Default.PutEventsRequest,
            EventBridgeWireContext.Default.PutEventsResponse,
            cancellationToken);

        // A result that is missing, or that has neither an ID nor a code, does not confirm its entry.
        return
        [
            .. entries.Select((_, index) => response.Entries?.ElementAtOrDefault(index) is { ErrorCode: null or "", EventId.Length: > 0 }
                ? null
                : Failure(busName, response.Entries?.ElementAtOrDefault(index))),
        ];
    }

    private static AwsException Failure(string busName, PutEventsResult? result) => AwsException.ForFailedEntry(
        AwsService.EventBridge, PutEvents, busName, result?.ErrorCode, result?.ErrorMessage);
}
