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

    private readonly VendorLoop _loop = new(http, budget, time);

    /// <summary>Counts every call that is sent, and every 429.</summary>
    public VendorCallCount Count
    {
        get => _loop.Count;
        init => _loop = new(http, budget, time) { Count = value };
    }

    private delegate Task<T> ResponseReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

    /// <exception cref="WorkloadSecurityException">The call failed, after the repetitions that it allows.</exception>
    public Task<T> SendAsync<T>(
        WorkloadSecurityCall call, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        RepeatAsync(call, (response, token) => VendorResponse.ReadAsync(response, shape, token), cancellationToken);

    /// <summary>A call whose response body is not read.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public Task SendAsync(WorkloadSecurityCall call, CancellationToken cancellationToken) =>
        RepeatAsync(call, VendorResponse.ReadNothingAsync, cancellationToken);

    private Task<T> RepeatAsync<T>(
        WorkloadSecurityCall call, ResponseReader<T> read, CancellationToken cancellationToken) =>
        _loop.RepeatAsync(
            failed => MayRepeat(call, failed), token => SendWithKeyAsync(call, read, token), cancellationToken);

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
                if (await key.SignIns.TryStartAsync(time, cancellationToken))
                    return await SignInAsync(call, key, read, cancellationToken);

                refusal ??= WorkloadSecurityFailure.NoSignIn(call);
            }
            catch (WorkloadSecurityException refused) when (refused.RefusesTheKey)
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
            var response = await _loop.SendAsync(new WorkloadSecurityRequest(endpoint, call, key, time), read.Invoke, cancellationToken);
            keys.Accept(key);
            isAccepted = true;
            return response;
        }
        catch (WorkloadSecurityException refused) when (refused.RefusesTheKey)
        {
            // 403 to a key that was accepted refuses one call, not the key.
            isAccepted = refused.Status == 403 && key.IsAccepted ? null : false;
            throw;
        }
        catch (WorkloadSecurityException refused) when (refused.Meaning == ErrorMeaning.ManagedByCloudAccounts)
        {
            // The vendor knows the key: it refused the connector.
            isAccepted = true;
            throw;
        }
        finally
        {
            key.SignIns.End(isAccepted, time.GetUtcNow());
        }
    }

    /// <summary>Reads the secret again, before a walk.</summary>
    public Task RereadKeyAsync(CancellationToken cancellationToken) => keys.RereadAsync(cancellationToken);
}
