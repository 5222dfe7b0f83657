using System.Net;
using System.Text.Json;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// Sends the calls to one API of the vendor: within its budget, counted, and repeated a few times if a second call does no
/// harm. Every failure is the exception of that API.
/// </summary>
internal sealed class VendorLoop(HttpClient http, CallBudget budget, TimeProvider time)
{
    /// <summary>A longer wait is left to the queue.</summary>
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
    {
        MaximumCalls = 3,
        LongestWait = TimeSpan.FromSeconds(8),
    };

    /// <summary>Counts every call that is sent, and every 429.</summary>
    public VendorCallCount Count { get; init; } = new();

    public Task<T> RepeatAsync<T>(
        Func<RemoteSystemException, bool> mayRepeat, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            Schedule with { Repeats = failed => mayRepeat(failed) && budget.ClosedFor <= Schedule.LongestWait },
            send,
            time,
            cancellationToken);

    /// <summary>One attempt.</summary>
    public async Task<T> SendAsync<T>(
        VendorRequest call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var turn = await budget.WaitForTurnAsync(cancellationToken);
        if (!turn.IsTaken)
            throw call.NoBudget(turn.Wait);

        cancellationToken.ThrowIfCancellationRequested();
        if (!call.IsIdempotent && budget.InvocationEnd.IsOver)
            throw call.NoTime();

        call.BeforeSending(turn);
        using var timeout = new CancellationTokenSource(call.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = call.Create();
        Count.Called();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Count.Throttled();

            if (!response.IsSuccessStatusCode)
                throw await ReadFailureAsync(call, turn, response, limit.Token);

            budget.Succeeded(turn);
            return await read(response, limit.Token);
        }
        catch (JsonException)
        {
            // The exception is not kept: its text quotes the property names of the response, however long they are.
            throw call.Unreadable();
        }
        catch (Exception fault) when (
            fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            budget.Failed(turn, retryAfter: null);
            throw call.NoResponse(MissingResponse.Of(
                request.RequestUri!.Host, fault, timeout.IsCancellationRequested ? call.Timeout : null));
        }
    }

    private async Task<RemoteSystemException> ReadFailureAsync(
        VendorRequest call, CallTurn turn, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var refusal = await call.ReadFailureAsync(response, cancellationToken);
        if (refusal.ConcernsEveryCall)
            budget.Failed(turn, refusal.RetryAfter);

        return refusal.Failure;
    }
}
