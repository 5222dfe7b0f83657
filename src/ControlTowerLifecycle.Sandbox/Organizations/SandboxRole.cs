using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// An IAM role. A value: a change makes a new one, so that a snapshot costs nothing and cannot be altered later.
/// </summary>
internal sealed record SandboxRole
{
    /// <summary>The AWS managed policy that allows everything.</summary>
    public const string AdministratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string Path { get; init; } = "/";

    public string? Description { get; init; }

    public int MaxSessionSeconds { get; init; } = 3600;

    /// <summary>The trust policy as it was given, byte for byte.</summary>
    public required string Trust { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Inline policies by name, as they were given.</summary>
    public ImmutableSortedDictionary<string, string> InlinePolicies { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedSet<string> AttachedPolicyArns { get; init; } = ImmutableSortedSet<string>.Empty;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A role just made cannot be assumed for a while: until then AssumeRole answers AccessDenied.</summary>
    public required DateTimeOffset AssumableFrom { get; init; }

    /// <summary>The role as lines of text, for a comparison of two moments.</summary>
    public IEnumerable<string> Describe()
    {
        yield return $"role {Arn} created {CreatedAt:O} maximum session {MaxSessionSeconds} description {Description}";
        yield return $"role {Arn} trust {Trust}";
        foreach (var (key, value) in Tags)
            yield return $"role {Arn} tag {key}={value}";
        foreach (var (name, document) in InlinePolicies)
            yield return $"role {Arn} inline policy {name} {document}";
        foreach (var arn in AttachedPolicyArns)
            yield return $"role {Arn} attached policy {arn}";
    }
}
