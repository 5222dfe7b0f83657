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

    private readonly VendorLoop _loop = new(http, budget, time);

    /// <summary>Counts every call that is sent, and every 429.</summary>
    public VendorCallCount Count
    {
        get => _loop.Count;
        init => _loop = new(http, budget, time) { Count = value };
    }

    private delegate Task<T> ResponseReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <param name="call">The call.</param>
    /// <param name="shape">The form of the response.</param>
    /// <param name="read">Reads the response. If it throws <see cref="JsonException"/>, the response is unreadable.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CloudAccountsException">The call failed, after the repetitions that it allows.</exception>
    public async Task<T> SendAsync<TWire, T>(
        CloudAccountsCall call, JsonTypeInfo<TWire> shape, Func<TWire, T> read, CancellationToken cancellationToken) =>
        (await SendWithTagAsync(call, shape, read, cancellationToken)).Body;

    /// <summary>A call whose response has an entity tag.</summary>
    /// <inheritdoc cref="SendAsync{TWire, T}"/>
    public Task<(T Body, string? ETag)> SendWithTagAsync<TWire, T>(
        CloudAccountsCall call, JsonTypeInfo<TWire> shape, Func<TWire, T> read, CancellationToken cancellationToken) =>
        RepeatAsync(
            call,
            async (response, token) =>
                (read(await VendorResponse.ReadAsync(response, shape, token)), response.Headers.ETag?.ToString()),
            cancellationToken);

    /// <summary>A call whose response body is not read: it may be empty.</summary>
    /// <inheritdoc cref="SendAsync{TWire, T}"/>
    public Task SendAsync(CloudAccountsCall call, CancellationToken cancellationToken) =>
        RepeatAsync(call, VendorResponse.ReadNothingAsync, cancellationToken);

    /// <inheritdoc cref="VendorAddress.PathOf"/>
    public string? PathOf(string link) => VendorAddress.PathOf(host, link);

    private Task<T> RepeatAsync<T>(
        CloudAccountsCall call, ResponseReader<T> read, CancellationToken cancellationToken) =>
        _loop.RepeatAsync(
            failed => MayRepeat(call, failed), token => SendWithKeyAsync(call, read, token), cancellationToken);

    /// <summary>Reads the secret again, before a walk.</summary>
    public Task RereadKeyAsync(CancellationToken cancellationToken) => keys.RereadAsync(cancellationToken);

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
            return await SignInAsync(call, key, read, cancellationToken);
        }
        catch (CloudAccountsException refused) when (
            refused is { Code: not CloudAccountsException.AccountExists, Status: 401 or 403, IsPage: false }
            && (refused.Status == 401 || !call.EntersAccount))
        {
            if (await keys.GetNextAsync(key, cancellationToken) is not { } next)
                throw;

            return await SignInAsync(call, next, read, cancellationToken);
        }
    }

    private async Task<T> SignInAsync<T>(
        CloudAccountsCall call, CloudAccountsKey key, ResponseReader<T> read, CancellationToken cancellationToken)
    {
        if (!await key.SignIns.TryStartAsync(time, cancellationToken))
            throw CloudAccountsFailure.NoSignIn(call);

        bool? isAccepted = null;
        try
        {
            var response = await _loop.SendAsync(
                new CloudAccountsRequest(host, call, key, time), read.Invoke, cancellationToken);
            isAccepted = true;
            return response;
        }
        catch (CloudAccountsException refused)
        {
            // An error of the API itself, other than 401, shows that it knows the key.
            isAccepted = refused switch
            {
                { IsPage: true } => null,
                { Status: 401 } => false,
                { Status: < 500 and not 429, Code: not null } => true,
                _ => null,
            };
            throw;
        }
        finally
        {
            key.SignIns.End(isAccepted, time.GetUtcNow());
        }
    }
}
