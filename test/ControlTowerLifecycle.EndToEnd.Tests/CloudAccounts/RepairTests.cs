using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>What was changed in an account is repaired, by an event and by a reconcile.</summary>
public sealed class RepairTests
{
    private const string Nothing = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*"}]}""";

    [Fact]
    public async Task Changed_policy_gets_its_document_again()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = await cloud.OnboardAsync("changed policy");
        var wanted = Document(cloud, account);
        Change(cloud, account, policy => policy.WithVersion(Nothing, isDefault: true, TimeProvider.System.GetUtcNow()));

        var outcome = await cloud.RunAsync(account);

        Assert.Equal(("onboarded", "update-policy"), (outcome.Outcome, Assert.Single(outcome.Steps)));
        Assert.Equal(wanted, Document(cloud, account));
    }

    [Fact]
    public async Task Oldest_version_is_deleted_if_there_is_no_room_for_another_one()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = await cloud.OnboardAsync("five versions");
        var wanted = Document(cloud, account);
        Change(cloud, account, policy => Enumerable.Range(0, 4).Aggregate(
            policy, (changed, _) => changed.WithVersion(Nothing, isDefault: true, TimeProvider.System.GetUtcNow())));

        var outcome = await cloud.RunAsync(account);

        Assert.Equal(["delete-policy-version", "update-policy"], outcome.Steps);
        var policy = cloud.Account(account).ManagedPolicy(CloudAccountsStack.PolicyArn(account, 1))!;
        Assert.Equal(["v2", "v3", "v4", "v5", "v6"], policy.Versions.Select(version => version.Id));
        Assert.Equal(wanted, policy.DefaultDocument);
    }

    [Fact]
    public async Task Existing_provider_is_completed_and_keeps_what_others_added()
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = cloud.Stack.Vend("with a provider");
        var foreign = new string('a', 40);
        var arn = $"arn:aws:iam::{account.Id}:oidc-provider/{CloudAccountsTenant.OidcHost}";
        cloud.Stack.Organization.Change(account.Id, changed => changed.With(new SandboxIdentityProvider(
            arn, ["another-audience"], [foreign], TimeProvider.System.GetUtcNow())));

        var outcome = await cloud.RunAsync(account);

        Assert.Contains("add-oidc-audience", outcome.Steps);
        var provider = cloud.Account(account).IdentityProvider(arn)!;
        Assert.Equal(["another-audience", $"arn:aws:iam::{account.Id}:root"], provider.ClientIds);
        Assert.Contains(foreign, provider.Thumbprints);
        Assert.Equal(5, provider.Thumbprints.Length);
        cloud.AssertConnected(account);
    }

    [Theory]
    [InlineData("trust")]
    [InlineData("tag")]
    [InlineData("policy")]
    public async Task Changed_role_is_repaired(string change)
    {
        await using var cloud = await CloudAccountsStack.StartAsync(CloudAccountsStack.Alone);
        var account = await cloud.OnboardAsync("changed role");
        cloud.Stack.Organization.Change(account.Id, found => found.With(change switch
        {
            "trust" => Role(found) with { Trust = Role(found).Trust.Replace(CloudAccountsTenant.BusinessId, "another-business", StringComparison.Ordinal) },
            "tag" => Role(found) with { Tags = Role(found).Tags.Remove("VisionOneFeatures") },
            _ => Role(found) with { AttachedPolicyArns = Role(found).AttachedPolicyArns.Remove(CloudAccountsStack.PolicyArn(account, 2)) },
        }));

        var outcome = await cloud.RunAsync(account);

        Assert.Equal("onboarded", outcome.Outcome);
        Assert.Single(outcome.Steps);
        cloud.AssertConnected(account);
        Assert.Equal("Base", Role(cloud.Account(account)).Tags["VisionOneFeatures"]);
    }

    [Fact]
    public async Task Deployment_connects_all_accounts_and_a_reconcile_queues_only_what_was_changed()
    {
        await using var stack = await TestStack.StartAsync(CloudAccountsStack.Options(CloudAccountsStack.Both));
        Assert.Equal(StackStatus.CreateComplete, (await stack.CreateAsync("1")).Status);
        await stack.WaitUntilIdleAsync();
        var connected = stack.Server.CloudAccounts.Accounts;
        Assert.Equal(stack.Judge.All().Count(verdict => verdict.IsProtected), connected.Count);
        var changed = connected[0];
        stack.Organization.Change(changed.Id, account => account.With(account.Role("VisionOneRole")! with
        {
            AttachedPolicyArns = ImmutableSortedSet<string>.Empty,
        }));
        var calls = stack.RecordCalls();

        await ReconcileAsync(stack);

        Assert.Equal(3, calls.Count("AttachRolePolicy"));
        Assert.All(
            calls.All.Where(call => call.Call.Service == CloudAccountsTenant.Name),
            call => Assert.True(call.Call.Operation == "GET /awsAccounts" || call.Call.Operation.StartsWith("GET /v3.0", StringComparison.Ordinal) || call.Call.AccountId == changed.Id, call.Call.ToString()));
    }

    private static async Task ReconcileAsync(TestStack stack)
    {
        await stack.WaitUntilAsync(
            "the reconcile ended", token => stack.Deployment.Backfill.InvokeAsync("""{"reconcile":"all"}""", token));
        await stack.WaitUntilIdleAsync();
    }

    private static SandboxRole Role(SandboxAccount account) => account.Role("VisionOneRole")!;

    private static string Document(CloudAccountsStack cloud, NamedAccount account) =>
        cloud.Account(account).ManagedPolicy(CloudAccountsStack.PolicyArn(account, 1))!.DefaultDocument;

    private static void Change(CloudAccountsStack cloud, NamedAccount account, Func<SandboxManagedPolicy, SandboxManagedPolicy> change) =>
        cloud.Stack.Organization.Change(account.Id, found =>
            found.With(change(found.ManagedPolicy(CloudAccountsStack.PolicyArn(account, 1))!)));
}
