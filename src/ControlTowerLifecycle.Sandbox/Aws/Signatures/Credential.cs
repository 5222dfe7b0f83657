using System.Collections.Concurrent;
using System.Globalization;
using ControlTowerLifecycle.Sandbox.Aws.Policies;

namespace ControlTowerLifecycle.Sandbox.Aws.Signatures;

/// <summary>Temporary credentials, and what they are allowed.</summary>
internal sealed record Credential
{
    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    public required string SessionToken { get; init; }

    /// <summary>Null for a function's own credentials, which Lambda renews.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required Principal Principal { get; init; }

    /// <summary>What narrows the session, in the caller's own words; null where nothing does.</summary>
    public SandboxPolicy? SessionPolicy { get; init; }

    /// <summary>Says neither secret nor token, wherever it ends up.</summary>
    public override string ToString() => $"{AccessKey} of {Principal.SessionArn}";
}

/// <summary>Every credential that was given out.</summary>
internal sealed class CredentialStore
{
    private readonly ConcurrentDictionary<string, Credential> _issued = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<Credential> All => (IReadOnlyCollection<Credential>)_issued.Values;

    public Credential Issue(Principal principal, DateTimeOffset? expiresAt, SandboxPolicy? sessionPolicy)
    {
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var credential = new Credential
        {
            AccessKey = $"ASIA{AwsNames.Unique("access key", number, 16)}",
            SecretKey = AwsNames.Unique("secret key", number, 40),
            SessionToken = AwsNames.Unique("session token", number, 64),
            ExpiresAt = expiresAt,
            Principal = principal,
            SessionPolicy = sessionPolicy,
        };
        return _issued[credential.AccessKey] = credential;
    }

    public Credential? Find(string accessKey) => _issued.GetValueOrDefault(accessKey);
}
