using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Onboarding;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public sealed class MotoContract(MotoServer moto) : AwsContract, IClassFixture<MotoServer>
{
    private static readonly PolicyDocument OnePermission = PolicyDocument.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}""");

    /// <summary>moto does not know AddClientIDToOpenIDConnectProvider.</summary>
    [Fact]
    public async Task Provider_and_policies_of_Cloud_Accounts_are_created_changed_and_read()
    {
        var iam = await ConnectMemberIamAsync();
        var federation = new MemberAccount(_ => Task.FromResult(iam)).Federation;
        var account = ControlTowerLifecycle.Accounts.AccountId.Parse(Emulator.MemberAccountIds[0]);
        var role = new VisionOneRole("aws", "eu-west-1", "eu", "cloudaccounts-eu.xdr.trendmicro.com", "business");
        var provider = role.NewProvider(account);

        Assert.Null(await federation.ObserveProviderAsync(provider.Arn, Token));
        Assert.True(await federation.CreateProviderAsync(provider with { Thumbprints = [new string('a', 40)] }, Token));
        Assert.False(await federation.CreateProviderAsync(provider, Token));
        await federation.ReplaceThumbprintsAsync(provider.Arn, provider.Thumbprints, Token);

        var observed = await federation.ObserveProviderAsync(provider.Arn, Token);
        Assert.Equal([provider.Audience], observed!.Audiences);
        Assert.Equal(provider.Thumbprints, observed.Thumbprints);

        await iam.CreateRoleAsync(
            new NewIamRole(VisionOneRole.Name, role.Trust(account).Json, "", new Dictionary<string, string>(StringComparer.Ordinal)), Token);
        foreach (var policy in VisionOnePolicies.All)
        {
            var wanted = role.NewPolicy(account, policy);
            Assert.Null(await federation.ObservePolicyAsync(wanted.Arn, Token));
            Assert.True(await federation.CreatePolicyAsync(wanted with { Document = OnePermission }, Token));
            Assert.False(await federation.CreatePolicyAsync(wanted, Token));
            await federation.AddPolicyVersionAsync(wanted.Arn, policy.Document, Token);
            await federation.AttachRolePolicyAsync(VisionOneRole.Name, wanted.Arn, Token);
            await federation.AttachRolePolicyAsync(VisionOneRole.Name, wanted.Arn, Token);

            var found = await federation.ObservePolicyAsync(wanted.Arn, Token);
            Assert.Equal(policy.Document, found!.Document);
            Assert.Equal(["v1"], found.OtherVersions);
            await federation.DeletePolicyVersionAsync(wanted.Arn, "v1", Token);
            await federation.DeletePolicyVersionAsync(wanted.Arn, "v1", Token);
            Assert.Empty((await federation.ObservePolicyAsync(wanted.Arn, Token))!.OtherVersions);
        }

        Assert.Equal(3, (await iam.ListAttachedRolePoliciesAsync(VisionOneRole.Name, Token)).Count);
    }

    protected override IAwsEmulator GetEmulator() => moto;
}
