using System.Collections.Immutable;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// An account of the organization. A value, as <see cref="SandboxRole"/> is; the organization holds the current one.
/// </summary>
internal sealed record SandboxAccount
{
    /// <summary>Twelve digits.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public SandboxAccountState State { get; init; } = SandboxAccountState.Active;

    /// <summary>The organizational unit, or the root, directly above the account.</summary>
    public required string ParentId { get; init; }

    /// <summary>Whether Control Tower has the account enrolled.</summary>
    public bool Governed { get; init; }

    /// <summary>
    /// Whether the account has left the organization. It goes on by itself then: what is in it stays as it was.
    /// </summary>
    public bool IsOffboarding { get; init; }

    /// <summary>When the account joined the organization.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>Few in any account, hence no dictionary: ten thousand accounts are to stay small.</summary>
    public ImmutableArray<SandboxRole> Roles { get; init; } = [];

    /// <summary>
    /// The managed policies that are the account's own. They exist to be attached and
    /// detached; their text is of no concern.
    /// </summary>
    public ImmutableArray<string> ManagedPolicyArns { get; init; } = [];

    /// <summary>
    /// The role of that name, or null. IAM compares names of roles without regard to case only when it makes one.
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

    /// <summary>The account with this role added, or put in the place of the one of that name.</summary>
    public SandboxAccount With(SandboxRole role) => Role(role.Name) is { } old
        ? this with { Roles = Roles.Replace(old, role, ReferenceEqualityComparer.Instance) }
        : this with { Roles = Roles.Add(role) };

    /// <summary>The account without the role of that name.</summary>
    public SandboxAccount WithoutRole(string name) =>
        this with { Roles = Roles.RemoveAll(role => string.Equals(role.Name, name, StringComparison.Ordinal)) };

    /// <summary>The account as lines of text, for a comparison of two moments.</summary>
    public IEnumerable<string> Describe() => Roles
        .SelectMany(role => role.Describe())
        .Concat(ManagedPolicyArns.Select(arn => $"managed policy {arn}"))
        .Prepend($"name {Name}, {State.Wire()}, under {ParentId}, {(Governed ? "governed" : "not governed")}"
            + (IsOffboarding ? ", left" : ""))
        .Select(line => $"account {Id}: {line}");
}
