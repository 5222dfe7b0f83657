using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// How every call is made: within the budget, with the key, with a few short retries where a second call does no harm
/// (a call refused with 429 was not carried out, so it counts as such), and with every failure told in one type.
/// </summary>
internal sealed class WorkloadSecurityHttp(
    HttpClient http, Uri endpoint, ApiKeySource keys, CallBudget budget, TimeProvider time)
{
    /// <summary>Two styles of the key, and two of the one that took its place.</summary>
    private const int MostRefusals = 4;

    /// <summary>Counts every call as it is sent, and every 429.</summary>
    public VendorCallCount Count { get; init; } = new();

    private delegate Task<T> ResponseReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <summary>A longer wait is left to the queue.</summary>
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
    {
        MaximumCalls = 3,
        LongestWait = TimeSpan.FromSeconds(8),
    };

    /// <exception cref="WorkloadSecurityException">The call failed, after the retries it allows.</exception>
    public Task<T> SendAsync<T>(
        WorkloadSecurityCall call, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        RepeatAsync(call, (response, token) => WorkloadSecurityResponse.ReadAsync(response, shape, token), cancellationToken);

    /// <summary>A call whose answer has no body worth reading.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public Task SendAsync(WorkloadSecurityCall call, CancellationToken cancellationToken) =>
        RepeatAsync(call, static (_, _) => Task.FromResult(true), cancellationToken);

    private Task<T> RepeatAsync<T>(
        WorkloadSecurityCall call, ResponseReader<T> read, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            Schedule with { Repeats = failed => MayRepeat(call, failed) },
            token => SendWithKeyAsync(call, read, token),
            time,
            cancellationToken);

    /// <summary>400 and 404 are answers of their own; repeating the call changes nothing soon enough.</summary>
    private static bool MayRepeat(WorkloadSecurityCall call, RemoteSystemException failed) => failed.Status switch
    {
        429 => true,
        null or 408 or >= 500 => call.IsIdempotent && failed is WorkloadSecurityException { WasSent: true },
        _ => false,
    };

    private async Task<T> SendWithKeyAsync<T>(
        WorkloadSecurityCall call, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        var key = await keys.GetAsync(cancellationToken);
        WorkloadSecurityException? told = null;
        for (var refusals = 1; ; refusals++)
        {
            try
            {
                var answer = await SendOnceAsync(call, key, read, cancellationToken);
                keys.Accepted(key);
                return answer;
            }
            catch (WorkloadSecurityException refused) when (refused.Status is 401 or 403)
            {
                // A 403 knows the key, and says more than the 401 that the same key gets in the style that is not its
                // own.
                told = told is { Status: 403 } ? told : refused;
                if (refusals == MostRefusals || await keys.AfterRefusalAsync(key, cancellationToken) is not { } next)
                    throw told;

                key = next;
            }
        }
    }

    private async Task<T> SendOnceAsync<T>(
        WorkloadSecurityCall call, PresentedKey key, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        var turn = await budget.WaitForTurnAsync(cancellationToken);
        if (!turn.IsTaken)
            throw WorkloadSecurityFailure.NoBudget(call, turn.Wait);

        using var timeout = new CancellationTokenSource(call.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = Request(call, key);
        Count.Called();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Count.Throttled();

            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(call, turn, response, key, limit.Token);

            budget.Succeeded(turn);
            return await read(response, limit.Token);
        }
        catch (JsonException)
        {
            // The exception is not kept: its text quotes the property names of the response, however long they are.
            throw WorkloadSecurityFailure.Of(call, 200, ", with something that is not its API's answer", null, null, null);
        }
        catch (Exception fault) when (
            fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            budget.Failed(turn, retryAfter: null);
            throw Unanswered(call, fault, timeout.IsCancellationRequested);
        }
    }

    private async Task<WorkloadSecurityException> RefusalAsync(
        WorkloadSecurityCall call, CallTurn turn, HttpResponseMessage response, PresentedKey key,
        CancellationToken cancellationToken)
    {
        if (WorkloadSecurityFailure.ConcernsEveryCall(call.Method, call.On, (int)response.StatusCode))
            budget.Failed(turn, WorkloadSecurityResponse.RetryAfter(response, time));

        return await WorkloadSecurityResponse.FailureAsync(call, response, key.Secret, time, cancellationToken);
    }

    private static WorkloadSecurityException Unanswered(
        WorkloadSecurityCall call, Exception fault, bool timedOut) => fault switch
        {
            _ when timedOut => WorkloadSecurityFailure.Of(
                call, null, $" within {call.Timeout.TotalSeconds:0} s", null, null, fault),
            HttpRequestException http => WorkloadSecurityFailure.Of(call, null, $": {http.HttpRequestError}", null, null, fault),
            _ => WorkloadSecurityFailure.Of(call, null, ": the connection broke", null, null, fault),
        };

    private HttpRequestMessage Request(WorkloadSecurityCall call, PresentedKey key)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(endpoint, call.Path));
        request.Headers.TryAddWithoutValidation("api-version", "v1");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        key.AddTo(request);
        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return request;
    }
}
