using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>When the API key ends, so that an alarm can notify the operator before.</summary>
internal sealed class ApiKeyExpiry
{
    /// <summary>A hundred years.</summary>
    public const double NeverEnds = 36_500;

    /// <summary>
    /// From so many days on, the key's end is logged and its alarm is on. In some organizations a new secret takes two
    /// weeks of approvals.
    /// </summary>
    public const double WarningDays = 14;

    private readonly WorkloadSecurityClient _client;
    private readonly TimeProvider _time;

    internal ApiKeyExpiry(WorkloadSecurityClient client, TimeProvider time) => (_client, _time) = (client, time);

    /// <summary>
    /// Days until the key ends, below zero after its end. <see cref="NeverEnds"/> if it has no end: a number replaces
    /// the one that was reported for an earlier key.
    /// </summary>
    /// <exception cref="WorkloadSecurityException">The call failed.</exception>
    public async Task<double> DaysLeftAsync(CancellationToken cancellationToken) =>
        await _client.FindKeyExpiryAsync(cancellationToken) is { } end ? (end - _time.GetUtcNow()).TotalDays : NeverEnds;
}
