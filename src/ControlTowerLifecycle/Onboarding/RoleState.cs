namespace ControlTowerLifecycle.Onboarding;

/// <summary>A role as it stands in a member account.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Trust">Who may assume it, or null where the document cannot be read.</param>
/// <param name="InlinePolicy">The inline policy that was asked for by name, or null where it is absent or cannot be
/// read.</param>
/// <param name="AttachedPolicyArns">The managed policies attached to it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CreatedAt">When IAM made it, to the second.</param>
internal sealed record RoleState(
    string Arn,
    PolicyDocument? Trust,
    PolicyDocument? InlinePolicy,
    IReadOnlyList<string> AttachedPolicyArns,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset CreatedAt);
