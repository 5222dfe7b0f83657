using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>OIDC providers and managed policies of one account, in the session of <see cref="MemberAccount"/>.</summary>
internal sealed class MemberFederation(Func<CancellationToken, Task<IamClient>> openSession) : IMemberFederation
{
    public async Task<IdentityProviderState?> ObserveProviderAsync(string arn, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.GetProviderAsync(arn, cancellationToken) is { } found
            ? new IdentityProviderState(found.ClientIds, found.Thumbprints)
            : null;

    public async Task<bool> CreateProviderAsync(NewIdentityProvider provider, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.CreateProviderAsync(
            provider.Arn, provider.Url, [provider.Audience], provider.Thumbprints, cancellationToken);

    public async Task AddAudienceAsync(string arn, string audience, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.AddClientIdAsync(arn, audience, cancellationToken);

    public async Task ReplaceThumbprintsAsync(
        string arn, IReadOnlyList<string> thumbprints, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.UpdateThumbprintsAsync(arn, thumbprints, cancellationToken);

    public async Task<ManagedPolicyState?> ObservePolicyAsync(string arn, CancellationToken cancellationToken)
    {
        var iam = (await openSession(cancellationToken)).Federation;
        var versions = await iam.ListPolicyVersionsAsync(arn, cancellationToken);
        if (versions.FirstOrDefault(version => version.IsDefault) is not { } applied)
            return null;

        var document = await iam.GetPolicyVersionAsync(arn, applied.Id, cancellationToken);
        return new ManagedPolicyState(
            document is null ? null : PolicyDocument.TryParse(document),
            [.. versions.Where(version => !version.IsDefault).OrderBy(version => version.Number).Select(version => version.Id)]);
    }

    public async Task<bool> CreatePolicyAsync(NewManagedPolicy policy, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.CreatePolicyAsync(
            policy.Arn, policy.Name, policy.Description, policy.Document.Json, cancellationToken);

    public async Task<bool> AddPolicyVersionAsync(string arn, PolicyDocument document, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.CreatePolicyVersionAsync(arn, document.Json, cancellationToken);

    public async Task DeletePolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.DeletePolicyVersionAsync(arn, versionId, cancellationToken);

    public async Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        await (await openSession(cancellationToken)).Federation.AttachRolePolicyAsync(roleName, policyArn, cancellationToken);
}
