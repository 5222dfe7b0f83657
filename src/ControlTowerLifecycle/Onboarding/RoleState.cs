namespace ControlTowerLifecycle.Onboarding;

/// <summary>A role as it is in a member account.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Trust">Who may assume it; null if the document cannot be parsed.</param>
/// <param name="InlinePolicy">The inline policy of the requested name; null if it is missing or cannot be
/// parsed.</param>
/// <param name="AttachedPolicyArns">The managed policies attached to it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CreatedAt">When IAM created it, to the second.</param>
internal sealed record RoleState(
    string Arn,
    PolicyDocument? Trust,
    PolicyDocument? InlinePolicy,
    IReadOnlyList<string> AttachedPolicyArns,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset CreatedAt)
{
    /// <summary>The names of its other inline policies.</summary>
    public IReadOnlyList<string> OtherInlinePolicyNames { get; init; } = [];

    /// <summary>The ARN of its permissions boundary; null if it has none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}
