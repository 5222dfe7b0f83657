namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>A role as IAM has it.</summary>
/// <param name="Name">Unique in the account.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="TrustPolicy">Who may assume it: JSON text, in the form IAM keeps it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CreatedAt">
/// When it was created: a new role can be assumed only after seconds, sometimes a minute.
/// </param>
internal sealed record IamRole(
    string Name, string Arn, string TrustPolicy, IReadOnlyDictionary<string, string> Tags, DateTimeOffset CreatedAt)
{
    /// <summary>The ARN of its permissions boundary; null if it has none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}

/// <summary>A role to be created.</summary>
/// <param name="Name">Unique in the account.</param>
/// <param name="TrustPolicy">Who may assume it: JSON text, up to 2,048 characters.</param>
/// <param name="Description">The text that the owner of the account sees.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record NewIamRole(
    string Name, string TrustPolicy, string Description, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The ARN of its permissions boundary; null if it gets none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}

/// <summary>A managed policy that is attached to a role.</summary>
internal sealed record IamAttachedPolicy(string Name, string Arn);
