using System.Collections.Concurrent;
using System.Globalization;
using ControlTowerLifecycle.Sandbox.Aws.Policies;

namespace ControlTowerLifecycle.Sandbox.Aws.Signatures;

/// <summary>Temporary credentials of a principal.</summary>
internal sealed record Credential
{
    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    public required string SessionToken { get; init; }

    /// <summary>Null for the functions' own credentials: Lambda renews them.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required Principal Principal { get; init; }

    /// <summary>The session policy that the caller passed to AssumeRole; null if there is none.</summary>
    public SandboxPolicy? SessionPolicy { get; init; }

    /// <summary>Contains neither the secret key nor the token, so a log cannot reveal them.</summary>
    public override string ToString() => $"{AccessKey} of {Principal.SessionArn}";
}

/// <summary>All issued credentials.</summary>
internal sealed class CredentialStore
{
    private readonly ConcurrentDictionary<string, Credential> _issued = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>In no particular order.</summary>
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
