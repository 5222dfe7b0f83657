namespace ControlTowerLifecycle.Aws.Sts;

/// <summary>A role that was assumed.</summary>
/// <param name="Arn">Of the session, as CloudTrail shows it.</param>
/// <param name="ExpiresAt">When its credentials end.</param>
/// <param name="Connection">Acts as the role. The credentials themselves are not to be had.</param>
internal sealed record RoleSession(string Arn, DateTimeOffset ExpiresAt, AwsConnection Connection);

/// <summary>Somebody or something that calls AWS.</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="Arn">Of the user, the role session or the root.</param>
internal sealed record CallerIdentity(string AccountId, string Arn);
