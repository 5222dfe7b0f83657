namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// OIDC providers and managed policies of one account: the calls of protections whose vendor enters by web identity. The
/// session is that of <see cref="IMemberAccount"/>. Every write is idempotent.
/// </summary>
internal interface IMemberFederation
{
    /// <summary>An OIDC provider; null if there is none.</summary>
    /// <exception cref="AccountEntryRefusedException">The execution role does not exist or refuses.</exception>
    Task<IdentityProviderState?> ObserveProviderAsync(string arn, CancellationToken cancellationToken);

    /// <summary>Creates an OIDC provider. Returns false, and changes nothing, if a provider of this host exists.</summary>
    Task<bool> CreateProviderAsync(NewIdentityProvider provider, CancellationToken cancellationToken);

    /// <summary>Adds an audience to an OIDC provider; the others stay.</summary>
    Task AddAudienceAsync(string arn, string audience, CancellationToken cancellationToken);

    /// <summary>Replaces all thumbprints of an OIDC provider.</summary>
    Task ReplaceThumbprintsAsync(
        string arn, IReadOnlyList<string> thumbprints, CancellationToken cancellationToken);

    /// <summary>A customer-managed policy with its versions; null if there is none.</summary>
    /// <exception cref="AccountEntryRefusedException">The execution role does not exist or refuses.</exception>
    Task<ManagedPolicyState?> ObservePolicyAsync(string arn, CancellationToken cancellationToken);

    /// <summary>Creates a managed policy. Returns false, and changes nothing, if a policy of this name exists.</summary>
    Task<bool> CreatePolicyAsync(NewManagedPolicy policy, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a version to a managed policy and makes it the one that applies. Returns false, and changes nothing, if the
    /// policy has as many versions as IAM allows.
    /// </summary>
    Task<bool> AddPolicyVersionAsync(string arn, PolicyDocument document, CancellationToken cancellationToken);

    /// <summary>Deletes a version of a managed policy that does not apply.</summary>
    Task DeletePolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken);

    /// <summary>Attaches a managed policy to a role.</summary>
    Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken);
}

/// <summary>An OIDC provider as it is in a member account.</summary>
/// <param name="Audiences">The client IDs that it accepts.</param>
/// <param name="Thumbprints">The certificates that it accepts, as IAM returns them.</param>
internal sealed record IdentityProviderState(IReadOnlyList<string> Audiences, IReadOnlyList<string> Thumbprints);

/// <summary>An OIDC provider to create.</summary>
/// <param name="Arn">Its ARN, for messages; IAM derives it from the host.</param>
/// <param name="Url">Its https URL.</param>
/// <param name="Audience">The client ID that it accepts.</param>
/// <param name="Thumbprints">Up to five.</param>
internal sealed record NewIdentityProvider(
    string Arn, string Url, string Audience, IReadOnlyList<string> Thumbprints);

/// <summary>A customer-managed policy as it is in a member account.</summary>
/// <param name="Document">The document that applies; null if it cannot be parsed.</param>
/// <param name="OtherVersions">The IDs of the versions that do not apply, oldest first.</param>
internal sealed record ManagedPolicyState(PolicyDocument? Document, IReadOnlyList<string> OtherVersions);

/// <summary>A managed policy to create.</summary>
/// <param name="Arn">Its ARN, for messages; IAM derives it from the name.</param>
/// <param name="Name">Its name, unique in its account.</param>
/// <param name="Description">Shown in the IAM console; up to 1,000 characters.</param>
/// <param name="Document">Up to 6,144 characters without white space.</param>
internal sealed record NewManagedPolicy(string Arn, string Name, string Description, PolicyDocument Document);
