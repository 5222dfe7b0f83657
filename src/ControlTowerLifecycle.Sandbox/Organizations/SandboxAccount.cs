using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// An account of the organization: an immutable value. The organization stores the current value.
/// </summary>
internal sealed record SandboxAccount
{
    /// <summary>Twelve digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public SandboxAccountState State { get; init; } = SandboxAccountState.Active;

    /// <summary>The organizational unit, or the root, directly above the account.</summary>
    public required string ParentId { get; init; }

    /// <summary>True if the account is enrolled in Control Tower.</summary>
    public bool Governed { get; init; }

    /// <summary>True if the account left the organization. Its resources stay unchanged.</summary>
    public bool HasLeft { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>An array and not a dictionary, because 10,000 accounts must use little memory.</summary>
    public ImmutableArray<SandboxRole> Roles { get; init; } = [];

    /// <summary>
    /// The customer managed policies that existed before. Roles attach and detach them; their text is not stored.
    /// </summary>
    public ImmutableArray<string> ManagedPolicyArns { get; init; } = [];

    /// <summary>The customer managed policies that were created through IAM.</summary>
    public ImmutableArray<SandboxManagedPolicy> ManagedPolicies { get; init; } = [];

    public ImmutableArray<SandboxIdentityProvider> IdentityProviders { get; init; } = [];

    /// <summary>
    /// The role of that name, or null. IAM ignores case only when it creates a role.
    /// </summary>
    public SandboxRole? Role(string name)
    {
        foreach (var role in Roles)
        {
            if (string.Equals(role.Name, name, StringComparison.Ordinal))
                return role;
        }

        return null;
    }

    /// <summary>Adds the role or replaces the role of that name.</summary>
    public SandboxAccount With(SandboxRole role) => Role(role.Name) is { } old
        ? this with { Roles = Roles.Replace(old, role, ReferenceEqualityComparer.Instance) }
        : this with { Roles = Roles.Add(role) };

    public SandboxAccount WithoutRole(string name) =>
        this with { Roles = Roles.RemoveAll(role => string.Equals(role.Name, name, StringComparison.Ordinal)) };

    public SandboxManagedPolicy? ManagedPolicy(string arn) => ManagedPolicies.FirstOrDefault(policy => policy.Arn == arn);

    /// <summary>Adds the policy or replaces the policy of that ARN.</summary>
    public SandboxAccount With(SandboxManagedPolicy policy) => this with
    {
        ManagedPolicies = ManagedPolicies.RemoveAll(existing => existing.Arn == policy.Arn).Add(policy),
    };

    public SandboxIdentityProvider? IdentityProvider(string arn) =>
        IdentityProviders.FirstOrDefault(provider => provider.Arn == arn);

    /// <summary>Adds the provider or replaces the provider of that ARN.</summary>
    public SandboxAccount With(SandboxIdentityProvider provider) => this with
    {
        IdentityProviders = IdentityProviders.RemoveAll(existing => existing.Arn == provider.Arn).Add(provider),
    };

    /// <summary>The account as lines of text for a snapshot.</summary>
    public IEnumerable<string> Describe() => Roles
        .SelectMany(role => role.Describe())
        .Concat(ManagedPolicyArns.Select(arn => $"managed policy {arn}"))
        .Concat(ManagedPolicies.SelectMany(policy => policy.Describe()))
        .Concat(IdentityProviders.SelectMany(provider => provider.Describe()))
        .Prepend($"name {Name}, {State.Wire()}, under {ParentId}, {(Governed ? "governed" : "not governed")}"
            + (HasLeft ? ", left" : ""))
        .Select(line => $"account {Id}: {line}");
}
