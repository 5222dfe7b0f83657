using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>When the API key ends, so that somebody can be told before it does.</summary>
internal sealed class ApiKeyExpiry
{
    /// <summary>A hundred years.</summary>
    public const double NeverEnds = 36_500;

    private readonly WorkloadSecurityClient _client;
    private readonly TimeProvider _time;

    internal ApiKeyExpiry(WorkloadSecurityClient client, TimeProvider time) => (_client, _time) = (client, time);

    /// <summary>
    /// Days until the key ends, below zero once it has; <see cref="NeverEnds"/> where it does not, so that what was said
    /// of another key no longer holds.
    /// </summary>
    /// <exception cref="WorkloadSecurityException">The vendor refuses to tell, or does not answer.</exception>
    public async Task<double> DaysLeftAsync(CancellationToken cancellationToken) =>
        await _client.FindKeyExpiryAsync(cancellationToken) is { } end ? (end - _time.GetUtcNow()).TotalDays : NeverEnds;
}
