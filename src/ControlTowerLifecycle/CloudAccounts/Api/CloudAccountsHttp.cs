using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>
/// Makes the calls: within the budget, with the key, repeated a few times if a second call does no harm, and with every
/// failure as a <see cref="CloudAccountsException"/>.
/// </summary>
internal sealed class CloudAccountsHttp(
    HttpClient http, Uri host, CloudAccountsKeySource keys, CallBudget budget, TimeProvider time)
{
    /// <summary>
    /// A batch of ten new accounts makes 30 calls: it reads, connects and reads again. With this share, the batch ends
    /// within one invocation although it waits.
    /// </summary>
    public const int LeastShare = 30;

    /// <summary>A longer wait is left to the queue.</summary>
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
    {
        MaximumCalls = 3,
        LongestWait = TimeSpan.FromSeconds(8),
    };

    /// <summary>Counts every call that is sent, and every 429.</summary>
    public VendorCallCount Count { get; init; } = new();

    private delegate Task<T> ResponseReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <exception cref="CloudAccountsException">The call failed, after the repetitions that it allows.</exception>
    public async Task<T> SendAsync<T>(
        CloudAccountsCall call, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        (await SendWithTagAsync(call, shape, cancellationToken)).Body;

    /// <summary>A call whose response has an entity tag.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public Task<(T Body, string? ETag)> SendWithTagAsync<T>(
        CloudAccountsCall call, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        RepeatAsync(
            call,
            async (response, token) =>
                (await VendorResponse.ReadAsync(response, shape, token), response.Headers.ETag?.ToString()),
            cancellationToken);

    /// <summary>A call whose response body is not read: it may be empty.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public Task SendAsync(CloudAccountsCall call, CancellationToken cancellationToken) =>
        RepeatAsync(call, static (_, _) => Task.FromResult(true), cancellationToken);

    private Task<T> RepeatAsync<T>(
        CloudAccountsCall call, ResponseReader<T> read, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            Schedule with { Repeats = failed => MayRepeat(call, failed) && budget.ClosedFor <= Schedule.LongestWait },
            token => SendWithKeyAsync(call, read, token),
            time,
            cancellationToken);

    /// <summary>A call refused with 429 was not carried out.</summary>
    private static bool MayRepeat(CloudAccountsCall call, RemoteSystemException failed) => failed.Status switch
    {
        _ when failed.Code == CloudAccountsException.AccountExists => false,
        429 => true,
        null or 408 or >= 500 => call.IsIdempotent && failed is CloudAccountsException { WasSent: true },
        _ => false,
    };

    private async Task<T> SendWithKeyAsync<T>(
        CloudAccountsCall call, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        var key = await keys.GetAsync(cancellationToken);
        try
        {
            return await SendOnceAsync(call, key, read, cancellationToken);
        }
        catch (CloudAccountsException refused) when (
            refused is { Code: not CloudAccountsException.AccountExists, Status: 401 or 403 }
            && (refused.Status == 401 || !call.EntersAccount))
        {
            if (await keys.GetNextAsync(key, cancellationToken) is not { } next)
                throw;

            return await SendOnceAsync(call, next, read, cancellationToken);
        }
    }

    private async Task<T> SendOnceAsync<T>(
        CloudAccountsCall call, CloudAccountsKey key, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        var turn = await budget.WaitForTurnAsync(cancellationToken);
        if (!turn.IsTaken)
            throw CloudAccountsFailure.NoBudget(call, turn.Wait);

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
            throw CloudAccountsFailure.Create(call, 200, ", but the response cannot be read");
        }
        catch (Exception fault) when (
            fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            budget.Failed(turn, retryAfter: null);
            throw NoResponse(call, fault, timeout.IsCancellationRequested);
        }
    }

    private async Task<CloudAccountsException> ReadFailureAsync(
        CloudAccountsCall call, CallTurn turn, HttpResponseMessage response, CloudAccountsKey key,
        CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var retryAfter = VendorResponse.RetryAfter(response, time);
        var (code, message) = ParseError((await VendorResponse.ReadErrorAsync(response, cancellationToken)).Span);
        if (CloudAccountsFailure.ConcernsEveryCall(call, status, code))
            budget.Failed(turn, retryAfter);

        var text = VendorResponse.Clean(message, key.Echo);
        var trace = response.Headers.TryGetValues("x-trace-id", out var ids)
            ? VendorResponse.Clean(string.Join(',', ids), key.Echo)
            : null;
        return CloudAccountsFailure.Create(
            call,
            status,
            text.Length == 0 ? "" : $": {text}",
            new VendorError(code is null ? null : VendorResponse.Clean(code, key.Echo), trace, retryAfter));
    }

    private static (string? Code, string Message) ParseError(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, CloudAccountsJson.Default.ErrorEnvelopeDto)?.Error;
            return (error?.Inner?.Code ?? error?.Code, error?.Message ?? VendorErrorText.Read(body));
        }
        catch (JsonException)
        {
            return (null, VendorErrorText.Read(body));
        }
    }

    private static CloudAccountsException NoResponse(CloudAccountsCall call, Exception fault, bool timedOut) =>
        CloudAccountsFailure.Create(
            call,
            null,
            fault switch
            {
                _ when timedOut => $" within {call.Timeout.TotalSeconds:0} s",
                HttpRequestException http => $": {http.HttpRequestError}",
                _ => ": the connection broke",
            },
            cause: fault);

    private HttpRequestMessage CreateRequest(CloudAccountsCall call, CloudAccountsKey key)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(host, call.Path));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key.Value}");
        if (call.Filter is { } filter)
            request.Headers.TryAddWithoutValidation("TMV1-Filter", filter);

        if (call.IfMatch is { } tag)
            request.Headers.TryAddWithoutValidation("If-Match", tag);

        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return request;
    }
}
