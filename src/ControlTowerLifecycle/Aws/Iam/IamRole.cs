namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>An existing role.</summary>
/// <param name="Name">The name, unique in the account.</param>
/// <param name="Arn">The ARN.</param>
/// <param name="TrustPolicy">The trust policy: JSON text in the form that IAM stores.</param>
/// <param name="Tags">The tags.</param>
/// <param name="CreatedAt">
/// The time of creation. A new role can be assumed only after seconds, sometimes a minute.
/// </param>
internal sealed record IamRole(
    string Name, string Arn, string TrustPolicy, IReadOnlyDictionary<string, string> Tags, DateTimeOffset CreatedAt)
{
    /// <summary>The ARN of its permissions boundary; null if it has none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}

/// <summary>A role to create.</summary>
/// <param name="Name">The name, unique in the account.</param>
/// <param name="TrustPolicy">The trust policy: JSON text, up to 2,048 characters.</param>
/// <param name="Description">The description, for the owner of the account.</param>
/// <param name="Tags">The tags.</param>
internal sealed record NewIamRole(
    string Name, string TrustPolicy, string Description, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The ARN of its permissions boundary; null if it gets none.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}

/// <summary>A managed policy that is attached to a role.</summary>
internal sealed record IamAttachedPolicy(string Name, string Arn);
