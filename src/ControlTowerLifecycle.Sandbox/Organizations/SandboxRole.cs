using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>An IAM role: an immutable value. A change creates a new value.</summary>
internal sealed record SandboxRole
{
    /// <summary>The AWS managed policy that allows everything.</summary>
    public const string AdministratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public string Path { get; init; } = "/";

    public string? Description { get; init; }

    public int MaxSessionSeconds { get; init; } = 3600;

    /// <summary>The trust policy exactly as received.</summary>
    public required string Trust { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The inline policies by name, exactly as received.</summary>
    public ImmutableSortedDictionary<string, string> InlinePolicies { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The ARN of the permissions boundary, or null.</summary>
    public string? PermissionsBoundary { get; init; }

    public ImmutableSortedSet<string> AttachedPolicyArns { get; init; } = ImmutableSortedSet<string>.Empty;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A new role cannot be assumed until then: AssumeRole returns AccessDenied.</summary>
    public required DateTimeOffset AssumableFrom { get; init; }

    /// <summary>The role as lines of text for a snapshot.</summary>
    public IEnumerable<string> Describe()
    {
        yield return $"role {Arn} created {CreatedAt:O} maximum session {MaxSessionSeconds} description {Description}";
        yield return $"role {Arn} trust {Trust}";
        if (PermissionsBoundary is not null)
            yield return $"role {Arn} permissions boundary {PermissionsBoundary}";
        foreach (var (key, value) in Tags)
            yield return $"role {Arn} tag {key}={value}";
        foreach (var (name, document) in InlinePolicies)
            yield return $"role {Arn} inline policy {name} {document}";
        foreach (var arn in AttachedPolicyArns)
            yield return $"role {Arn} attached policy {arn}";
    }
}
