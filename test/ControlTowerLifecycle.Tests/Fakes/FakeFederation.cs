using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>OIDC providers and managed policies of a <see cref="FakeAccount"/>, with the limits of IAM.</summary>
internal sealed class FakeFederation(FakeAccount account, Func<string, Task> gate) : IMemberFederation
{
    public async Task<IdentityProviderState?> ObserveProviderAsync(string arn, CancellationToken cancellationToken)
    {
        await gate("GetOpenIDConnectProvider");
        return account.Refusal is { } refusal ? throw refusal : account.Providers.GetValueOrDefault(arn);
    }

    public async Task<bool> CreateProviderAsync(NewIdentityProvider provider, CancellationToken cancellationToken)
    {
        await WriteAsync("CreateOpenIDConnectProvider");
        return account.Providers.TryAdd(provider.Arn, new IdentityProviderState([provider.Audience], provider.Thumbprints));
    }

    public async Task AddAudienceAsync(string arn, string audience, CancellationToken cancellationToken)
    {
        await WriteAsync("AddClientIDToOpenIDConnectProvider");
        var provider = account.Providers[arn];
        account.Providers[arn] = provider with { Audiences = [.. provider.Audiences.Append(audience).Distinct(StringComparer.Ordinal)] };
    }

    public async Task ReplaceThumbprintsAsync(
        string arn, IReadOnlyList<string> thumbprints, CancellationToken cancellationToken)
    {
        await WriteAsync("UpdateOpenIDConnectProviderThumbprint");
        Assert.InRange(thumbprints.Count, 1, 5);
        account.Providers[arn] = account.Providers[arn] with { Thumbprints = thumbprints };
    }

    public async Task<ManagedPolicyState?> ObservePolicyAsync(string arn, CancellationToken cancellationToken)
    {
        await gate("ListPolicyVersions");
        return account.Refusal is { } refusal ? throw refusal : account.Policies.GetValueOrDefault(arn);
    }

    public async Task<bool> CreatePolicyAsync(NewManagedPolicy policy, CancellationToken cancellationToken)
    {
        await WriteAsync("CreatePolicy");
        return account.Policies.TryAdd(policy.Arn, new ManagedPolicyState(policy.Document, []));
    }

    public async Task<bool> AddPolicyVersionAsync(string arn, PolicyDocument document, CancellationToken cancellationToken)
    {
        await WriteAsync("CreatePolicyVersion");
        var policy = account.Policies[arn];
        if (policy.OtherVersions.Count == 4)
            return false;

        account.Policies[arn] = new ManagedPolicyState(document, [.. policy.OtherVersions, $"v{++account.LastPolicyVersion}"]);
        return true;
    }

    public async Task DeletePolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken)
    {
        await WriteAsync("DeletePolicyVersion");
        var policy = account.Policies[arn];
        account.Policies[arn] = policy with { OtherVersions = [.. policy.OtherVersions.Where(id => id != versionId)] };
    }

    public async Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken)
    {
        await WriteAsync("AttachRolePolicy");
        var role = account.Role ?? throw new UnexpectedCallException("AttachRolePolicy without a role");
        if (!account.Policies.ContainsKey(policyArn))
            throw new UnexpectedCallException($"AttachRolePolicy of {policyArn}, which does not exist");

        account.Role = role with { AttachedPolicyArns = [.. role.AttachedPolicyArns, policyArn] };
    }

    private async Task WriteAsync(string call)
    {
        await gate(call);
        account.Writes.Add(call);
    }
}
