using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>An OIDC provider of IAM: an immutable value.</summary>
/// <param name="Arn">The ARN, which ends in the host.</param>
/// <param name="ClientIds">The audiences.</param>
/// <param name="Thumbprints">40 hexadecimal digits each, in the order of the request.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record SandboxIdentityProvider(
    string Arn, ImmutableSortedSet<string> ClientIds, ImmutableArray<string> Thumbprints, DateTimeOffset CreatedAt)
{
    /// <summary>The URL without <c>https://</c>, as IAM returns it.</summary>
    public string Host => Arn[(Arn.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The provider as lines of text for a snapshot.</summary>
    public IEnumerable<string> Describe() =>
    [
        $"OIDC provider {Arn} audiences {string.Join(' ', ClientIds)} thumbprints {string.Join(' ', Thumbprints)}",
    ];
}
