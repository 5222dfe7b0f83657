using System.Text.Json.Nodes;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    // The external ID contains every character that a wrong decoding changes.
    private const string Trust =
        """
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::147995105371:root" },
            "Action": "sts:AssumeRole",
            "Condition": { "StringEquals": { "sts:ExternalId": "a+b/c=%20 d" } }
          }]
        }
        """;

    private const string Policy =
        """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": ["ec2:Describe*", "iam:ListAccountAliases"], "Resource": "*" }]
        }
        """;

    [Fact]
    public async Task Role_is_created_once_and_read_unchanged()
    {
        var iam = await ConnectMemberIamAsync();
        var role = NewRole("Created");

        var created = await iam.CreateRoleAsync(role, Token);
        var second = await iam.CreateRoleAsync(role, Token);
        var read = await iam.GetRoleAsync("Created", Token);

        Assert.NotNull(created);
        Assert.Null(second);
        Assert.NotNull(read);
        Assert.Equal($"arn:aws:iam::{Emulator.MemberAccountIds[0]}:role/Created", read.Arn);
        Assert.Equal(created.Value.ToUnixTimeSeconds(), read.CreatedAt.ToUnixTimeSeconds());
        Assert.Equal("control-tower-lifecycle", read.Tags["managed-by"]);
        AssertSameJson(Trust, read.TrustPolicy);
    }

    [Fact]
    public async Task Trust_policy_permissions_and_tags_of_a_role_can_be_changed()
    {
        var iam = await ConnectMemberIamAsync();
        await iam.CreateRoleAsync(NewRole("Changed"), Token);
        var otherTrust = Trust.Replace("147995105371", "999999999999", StringComparison.Ordinal);

        await iam.UpdateAssumeRolePolicyAsync("Changed", otherTrust, Token);
        await iam.PutRolePolicyAsync("Changed", "permissions", Policy, Token);
        await iam.TagRoleAsync("Changed", Tags("version", "2"), Token);

        var role = await iam.GetRoleAsync("Changed", Token);
        AssertSameJson(otherTrust, role!.TrustPolicy);
        AssertSameJson(Policy, (await iam.GetRolePolicyAsync("Changed", "permissions", Token))!);
        Assert.Equal("2", role.Tags["version"]);
        Assert.Equal("control-tower-lifecycle", role.Tags["managed-by"]);
    }

    [Fact]
    public async Task Missing_role_and_policy_are_null()
    {
        var iam = await ConnectMemberIamAsync();

        Assert.Null(await iam.GetRoleAsync("Missing", Token));
        Assert.Null(await iam.GetRolePolicyAsync("Missing", "permissions", Token));
        Assert.Null(await iam.GetRolePolicyAsync(Emulator.RoleWithPolicies, "missing", Token));
        Assert.Empty(await iam.ListAttachedRolePoliciesAsync("Missing", Token));
    }

    [Fact]
    public async Task Write_to_a_missing_role_is_retryable()
    {
        var iam = await ConnectMemberIamAsync();

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => iam.PutRolePolicyAsync("Missing", "permissions", Policy, Token));

        Assert.Equal("NoSuchEntity", exception.Code);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
    }

    [Fact]
    public async Task Policy_is_detached_twice_without_a_failure()
    {
        var iam = await ConnectMemberIamAsync();

        var before = await iam.ListAttachedRolePoliciesAsync(Emulator.RoleWithPolicies, Token);
        await iam.DetachRolePolicyAsync(Emulator.RoleWithPolicies, Emulator.AttachedPolicyArns[0], Token);
        await iam.DetachRolePolicyAsync(Emulator.RoleWithPolicies, Emulator.AttachedPolicyArns[0], Token);
        var after = await iam.ListAttachedRolePoliciesAsync(Emulator.RoleWithPolicies, Token);

        Assert.Equal([.. Emulator.AttachedPolicyArns.Order(StringComparer.Ordinal)], Arns(before));
        Assert.Equal([.. Emulator.AttachedPolicyArns.Skip(1)], Arns(after));
    }

    [Fact]
    public async Task Role_without_policies_is_deleted_twice_without_a_failure()
    {
        var iam = await ConnectMemberIamAsync();
        await iam.CreateRoleAsync(NewRole("Deleted"), Token);
        await iam.PutRolePolicyAsync("Deleted", "permissions", Policy, Token);

        var refused = await Assert.ThrowsAsync<AwsException>(() => iam.DeleteRoleAsync("Deleted", Token));
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);
        var remaining = await iam.GetRoleAsync("Deleted", Token);
        await iam.DeleteRoleAsync("Deleted", Token);
        await iam.DeleteRoleAsync("Deleted", Token);
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);

        Assert.Equal(("DeleteConflict", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.NotNull(remaining);
        Assert.Null(await iam.GetRoleAsync("Deleted", Token));
    }

    [Fact]
    public async Task Role_with_an_attached_policy_cannot_be_deleted()
    {
        var iam = await ConnectMemberIamAsync();

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => iam.DeleteRoleAsync(Emulator.RoleWithPolicies, Token));

        Assert.Equal(("DeleteConflict", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.Contains("detach", refused.Advice, StringComparison.Ordinal);
    }

    private static NewIamRole NewRole(string name) =>
        new(name, Trust, "Created by the contract tests", Tags("managed-by", "control-tower-lifecycle"));

    private static List<string> Arns(IEnumerable<IamAttachedPolicy> policies) =>
        [.. policies.Select(policy => policy.Arn).Order(StringComparer.Ordinal)];

    private static void AssertSameJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    private protected async Task<IamClient> ConnectMemberIamAsync() => new(await AssumeExecutionRoleAsync());
}
