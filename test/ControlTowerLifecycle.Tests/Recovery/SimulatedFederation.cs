using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The OIDC providers and managed policies of one account, called by one process.</summary>
internal sealed class SimulatedFederation(SimulatedAccount account, SimulatedPorts ports) : IMemberFederation
{
    private readonly IMemberFederation _iam = account.Connection.Iam.Enter().Federation;

    public Task<IdentityProviderState?> ObserveProviderAsync(string arn, CancellationToken cancellationToken) =>
        ObserveAsync(CallNames.ObserveProvider, () => _iam.ObserveProviderAsync(arn, cancellationToken), cancellationToken);

    public Task<ManagedPolicyState?> ObservePolicyAsync(string arn, CancellationToken cancellationToken) =>
        ObserveAsync(CallNames.ObservePolicy, () => _iam.ObservePolicyAsync(arn, cancellationToken), cancellationToken);

    public Task<bool> CreateProviderAsync(NewIdentityProvider provider, CancellationToken cancellationToken) =>
        ports.CallAsync(
            CallNames.CreateProvider, () => _iam.CreateProviderAsync(provider, cancellationToken), cancellationToken);

    public Task<bool> CreatePolicyAsync(NewManagedPolicy policy, CancellationToken cancellationToken) => ports.CallAsync(
        CallNames.CreatePolicy, () => _iam.CreatePolicyAsync(policy, cancellationToken), cancellationToken);

    public Task AddAudienceAsync(string arn, string audience, CancellationToken cancellationToken) => ports.WriteAsync(
        CallNames.AddAudience, () => _iam.AddAudienceAsync(arn, audience, cancellationToken), cancellationToken);

    public Task ReplaceThumbprintsAsync(
        string arn, IReadOnlyList<string> thumbprints, CancellationToken cancellationToken) => ports.WriteAsync(
            CallNames.ReplaceThumbprints,
            () => _iam.ReplaceThumbprintsAsync(arn, thumbprints, cancellationToken),
            cancellationToken);

    public Task<bool> AddPolicyVersionAsync(string arn, PolicyDocument document, CancellationToken cancellationToken) =>
        ports.CallAsync(
            CallNames.AddPolicyVersion,
            () => _iam.AddPolicyVersionAsync(arn, document, cancellationToken),
            cancellationToken);

    public Task DeletePolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken) =>
        ports.WriteAsync(
            CallNames.DeletePolicyVersion,
            () => _iam.DeletePolicyVersionAsync(arn, versionId, cancellationToken),
            cancellationToken);

    public Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        ports.WriteAsync(
            CallNames.AttachPolicy,
            () => _iam.AttachRolePolicyAsync(roleName, policyArn, cancellationToken),
            cancellationToken);

    private Task<T> ObserveAsync<T>(string name, Func<Task<T>> action, CancellationToken cancellationToken) =>
        ports.CallAsync(
            name, () => account.CanAssumeRole ? action() : throw SimulatedPorts.AssumeRoleRefused(), cancellationToken);
}
