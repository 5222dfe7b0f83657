using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// Makes the calls: within the budget, with the key, repeated a few times if a second call does no harm, and with every
/// failure as a <see cref="WorkloadSecurityException"/>.
/// </summary>
internal sealed class WorkloadSecurityHttp(
    HttpClient http, Uri endpoint, ApiKeySource keys, CallBudget budget, TimeProvider time)
{
    /// <summary>Two styles of the key, and two styles of the key that replaced it in the secret.</summary>
    private const int MaximumRefusals = 4;

    /// <summary>A longer wait is left to the queue.</summary>
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
    {
        MaximumCalls = 3,
        LongestWait = TimeSpan.FromSeconds(8),
    };

    /// <summary>Counts every call that is sent, and every 429.</summary>
    public VendorCallCount Count { get; init; } = new();

    private delegate Task<T> ResponseReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <exception cref="WorkloadSecurityException">The call failed, after the repetitions that it allows.</exception>
    public Task<T> SendAsync<T>(
        WorkloadSecurityCall call, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        RepeatAsync(call, (response, token) => VendorResponse.ReadAsync(response, shape, token), cancellationToken);

    /// <summary>A call whose response body is not read.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public Task SendAsync(WorkloadSecurityCall call, CancellationToken cancellationToken) =>
        RepeatAsync(
            call,
            static (response, _) => VendorResponse.IsPage(response)
                ? throw new JsonException("The response is a page.")
                : Task.FromResult(true),
            cancellationToken);

    private Task<T> RepeatAsync<T>(
        WorkloadSecurityCall call, ResponseReader<T> read, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            Schedule with { Repeats = failed => MayRepeat(call, failed) && budget.ClosedFor <= Schedule.LongestWait },
            token => SendWithKeyAsync(call, read, token),
            time,
            cancellationToken);

    /// <summary>
    /// A call refused with 429 was not carried out. 400 and 404 would be the same again within this invocation.
    /// </summary>
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
        WorkloadSecurityException? refusal = null;
        for (var refusals = 1; ; refusals++)
        {
            try
            {
                if (await key.SignIns.TryStartAsync(cancellationToken))
                    return await SignInAsync(call, key, read, cancellationToken);

                refusal ??= WorkloadSecurityFailure.NoSignIn(call);
            }
            catch (WorkloadSecurityException refused) when (refused is { Status: 401 or 403, IsPage: false })
            {
                // 403 means that the vendor knows the key. It says more than the 401 to the same key in the wrong
                // style.
                refusal = refusal is { Status: 403 } ? refusal : refused;
            }

            if (refusals == MaximumRefusals || await keys.GetNextAsync(key, cancellationToken) is not { } next)
                throw refusal;

            key = next;
        }
    }

    private async Task<T> SignInAsync<T>(
        WorkloadSecurityCall call, PresentedKey key, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        bool? isAccepted = null;
        try
        {
            var response = await SendOnceAsync(call, key, read, cancellationToken);
            keys.Accept(key);
            isAccepted = true;
            return response;
        }
        catch (WorkloadSecurityException refused) when (refused is { Status: 401 or 403, IsPage: false })
        {
            // 403 to a key that was accepted refuses one call, not the key.
            isAccepted = refused.Status == 403 && key.IsAccepted ? null : false;
            throw;
        }
        finally
        {
            key.SignIns.End(isAccepted);
        }
    }

    /// <summary>Reads the secret again, before a walk.</summary>
    public Task RereadKeyAsync(CancellationToken cancellationToken) => keys.RereadAsync(cancellationToken);

    private async Task<T> SendOnceAsync<T>(
        WorkloadSecurityCall call, PresentedKey key, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        var turn = await budget.WaitForTurnAsync(cancellationToken);
        if (!turn.IsTaken)
            throw WorkloadSecurityFailure.NoBudget(call, turn.Wait);

        using var timeout = new CancellationTokenSource(call.Timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = CreateRequest(call, key);
        Count.Called();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Count.Throttled();

            if (!response.IsSuccessStatusCode)
                throw await ReadFailureAsync(call, turn, response, key, limit.Token);

            budget.Succeeded(turn);
            return await read(response, limit.Token);
        }
        catch (JsonException)
        {
            // The exception is not kept: its text quotes the property names of the response, however long they are.
            throw WorkloadSecurityFailure.Create(call, 200, ", but the response cannot be read", null, null, null);
        }
        catch (Exception fault) when (
            fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            budget.Failed(turn, retryAfter: null);
            throw NoResponse(call, fault, timeout.IsCancellationRequested);
        }
    }

    private async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, CallTurn turn, HttpResponseMessage response, PresentedKey key,
        CancellationToken cancellationToken)
    {
        if (WorkloadSecurityFailure.ConcernsEveryCall(call.Method, call.On, (int)response.StatusCode))
            budget.Failed(turn, VendorResponse.RetryAfter(response, time));

        return await WorkloadSecurityResponse.ReadFailureAsync(call, response, key.Secret, time, cancellationToken);
    }

    private static WorkloadSecurityException NoResponse(
        WorkloadSecurityCall call, Exception fault, bool timedOut)
    {
        var detail = fault switch
        {
            _ when timedOut => $" within {call.Timeout.TotalSeconds:0} s",
            HttpRequestException http => $": {http.HttpRequestError}",
            _ => ": the connection broke",
        };
        return WorkloadSecurityFailure.Create(call, null, detail, null, null, fault);
    }

    private HttpRequestMessage CreateRequest(WorkloadSecurityCall call, PresentedKey key)
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
