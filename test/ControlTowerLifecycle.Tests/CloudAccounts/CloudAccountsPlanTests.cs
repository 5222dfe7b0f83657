using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsPlanTests
{
    private static readonly CloudAccountsWanted Wanted = new(Sample.Account, CloudSample.Role, new ConnectionOptions());

    private static readonly Dictionary<string, (CloudAccountsState State, string[] Steps)> Rows = new(StringComparer.Ordinal)
    {
        ["nothing exists"] = (CloudSample.Empty,
        [
            $"create-oidc-provider {CloudSample.ProviderArn}",
            $"create-policy {CloudSample.PolicyArns[0]}",
            $"create-policy {CloudSample.PolicyArns[1]}",
            $"create-policy {CloudSample.PolicyArns[2]}",
            "create-role VisionOneRole",
            $"attach-role-policy {CloudSample.PolicyArns[0]}",
            $"attach-role-policy {CloudSample.PolicyArns[1]}",
            $"attach-role-policy {CloudSample.PolicyArns[2]}",
            "connect-account 444455556666",
        ]),
        ["everything is right"] = (CloudSample.Complete, []),
        ["an earlier run ended before the connection"] = (CloudSample.Complete with { Connection = null }, ["connect-account 444455556666"]),
        ["an older product imported the account"] = (
            CloudSample.Complete with { Connection = new Connection("444455556666", null, "managed") { HasSources = true } },
            ["connect-account 444455556666"]),
        ["the connection has no role"] = (
            CloudSample.Complete with { Connection = CloudSample.Connection with { RoleArn = null } },
            ["modify-connection 444455556666"]),
        ["the connection is outdated, has other features and another name"] = (
            CloudSample.Complete with
            {
                Connection = CloudSample.Connection with { State = "outdated", Features = ["new-feature"], WorkloadInstances = ["other"] },
            },
            []),
        ["the audience is missing"] = (
            CloudSample.Complete with { Provider = new IdentityProviderState(["another"], VisionOneThumbprints.All) },
            [$"add-oidc-audience {CloudSample.ProviderArn}"]),
        ["a thumbprint is missing"] = (
            CloudSample.Complete with { Provider = new IdentityProviderState([CloudSample.Audience], [.. VisionOneThumbprints.All.Skip(1)]) },
            [$"update-oidc-thumbprints {CloudSample.ProviderArn}"]),
        ["a policy is missing"] = (
            CloudSample.Complete with { Policies = [CloudSample.Complete.Policies[0], null, CloudSample.Complete.Policies[2]] },
            [$"create-policy {CloudSample.PolicyArns[1]}"]),
        ["a policy differs"] = (WithPolicy("v1", "v2", "v3"), [$"update-policy {CloudSample.PolicyArns[2]}"]),
        ["a policy differs and has five versions"] = (
            WithPolicy("v3", "v4", "v5", "v6"),
            [$"delete-policy-version {CloudSample.PolicyArns[2]} v3", $"update-policy {CloudSample.PolicyArns[2]}"]),
        ["the trust differs"] = (WithRole(role => role with { Trust = Sample.Role.Trust("x") }), ["update-trust VisionOneRole"]),
        ["the trust cannot be read"] = (WithRole(role => role with { Trust = null }), ["update-trust VisionOneRole"]),
        ["the tags are missing"] = (
            WithRole(role => role with { Tags = new Dictionary<string, string>(StringComparer.Ordinal) }), ["tag-role VisionOneRole"]),
        ["a policy is not attached"] = (
            WithRole(role => role with { AttachedPolicyArns = [.. CloudSample.PolicyArns.Skip(1)] }),
            [$"attach-role-policy {CloudSample.PolicyArns[0]}"]),
        ["the limit of parameters was switched off"] = (
            WithRole(role => role with { InlinePolicy = Sample.Role.Trust("x") }),
            ["delete-role-policy VisionOneRole/ControlTowerLifecycleParameterLimit"]),
        ["the vendor's features policy is attached"] = (
            WithRole(role => role with
            {
                AttachedPolicyArns = [.. CloudSample.PolicyArns, "arn:aws:iam::444455556666:policy/VisionOneFeaturesPolicy"],
            }),
            []),
    };

    public static TheoryData<string> AllRows => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(AllRows))]
    public void Plan_has_the_steps_that_are_missing(string row)
    {
        var plan = CloudAccountsPlan.For(Wanted, Rows[row].State);

        Assert.Null(plan.Conflict);
        Assert.Null(plan.ConnectedOtherwise);
        Assert.Equal(Rows[row].Steps, plan.Steps.Select(step => step.ToString()));
    }

    public static TheoryData<string, string> OtherOwners => new()
    {
        { "organization", "connected to Cloud Accounts by the vendor's connection of organization o-1; it is left alone" },
        { "terraform", "connected to Cloud Accounts by the vendor's Terraform; it is left alone" },
        { "role", "connected to Cloud Accounts with role arn:aws:iam::444455556666:role/Other; it is left alone" },
        { "stack", "connected to Cloud Accounts by CloudFormation stack My-Stack; it is left alone" },
    };

    [Theory]
    [MemberData(nameof(OtherOwners))]
    public void Account_of_another_owner_is_left_alone(string owner, string why)
    {
        var plan = CloudAccountsPlan.For(Wanted, OwnedBy(owner));

        Assert.Empty(plan.Steps);
        Assert.Equal(why, plan.ConnectedOtherwise);
    }

    [Theory]
    [InlineData("organization", "")]
    [InlineData("terraform", "")]
    [InlineData("role", "modify-connection 444455556666")]
    [InlineData("stack", "")]
    public void Account_of_another_owner_is_taken_over_if_the_setting_says_so(string owner, string steps)
    {
        var plan = CloudAccountsPlan.For(Wanted with { TakesOver = true }, OwnedBy(owner));

        Assert.Null(plan.ConnectedOtherwise);
        Assert.Equal(steps, string.Join(',', plan.Steps.Where(step => step is not TagRole)));
    }

    public static TheoryData<string> NotConnected => ["no connection", "legacy import", "connection without a role"];

    /// <summary>Neither the stack's connection nor ours protects the account, so it must not count as protected.</summary>
    [Theory]
    [MemberData(nameof(NotConnected))]
    public void Role_of_another_stack_without_its_connection_needs_the_operator(string row)
    {
        var plan = CloudAccountsPlan.For(Wanted, OwnedBy("stack") with { Connection = Unconnected(row) });

        Assert.Empty(plan.Steps);
        Assert.Null(plan.ConnectedOtherwise);
        Assert.False(plan.IsWidened);
        Assert.Equal(
            $"role {CloudSample.RoleArn} is of CloudFormation stack My-Stack, but the account is not connected to Cloud Accounts with it",
            plan.Conflict?.Message);
        Assert.Contains("CLOUD_ACCOUNTS_FOREIGN", plan.Conflict?.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no connection", "connect-account 444455556666")]
    [InlineData("legacy import", "connect-account 444455556666")]
    [InlineData("connection without a role", "modify-connection 444455556666")]
    public void Role_of_another_stack_without_its_connection_is_taken_over_if_the_setting_says_so(string row, string step)
    {
        var plan = CloudAccountsPlan.For(Wanted with { TakesOver = true }, OwnedBy("stack") with { Connection = Unconnected(row) });

        Assert.Null(plan.Conflict);
        Assert.Equal(step, plan.Steps[^1].ToString());
    }

    private static Connection? Unconnected(string row) => row switch
    {
        "no connection" => null,
        "legacy import" => new Connection("444455556666", null, Connection.Managed) { HasSources = true },
        _ => CloudSample.Connection with { RoleArn = null },
    };

    [Fact]
    public void Modification_has_the_entity_tag_that_was_observed()
    {
        var plan = CloudAccountsPlan.For(
            Wanted with { TakesOver = true },
            CloudSample.Complete with { Connection = CloudSample.Connection with { RoleArn = "arn:aws:iam::444455556666:role/Other", ETag = "\"7\"" } });

        Assert.Equal(new ModifyConnection(Sample.Id, CloudSample.RoleArn, "\"7\""), Assert.Single(plan.Steps));
    }

    [Fact]
    public void Role_of_the_vendor_s_name_under_a_path_needs_the_operator_whatever_its_tags_are()
    {
        const string arn = "arn:aws:iam::444455556666:role/team/VisionOneRole";

        var plan = CloudAccountsPlan.For(Wanted, CloudSample.Empty with { Role = CloudSample.RoleState with { Arn = arn } });

        Assert.Empty(plan.Steps);
        Assert.Equal(
            $"role {arn} has the vendor's name under another path; expected {CloudSample.RoleArn}, and an account has only one role of a name",
            plan.Conflict?.Message);
        Assert.False(plan.IsWidened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Role_with_further_permissions_is_a_conflict(bool attached)
    {
        var role = CloudSample.RoleState with
        {
            Tags = new Dictionary<string, string>(StringComparer.Ordinal),
            AttachedPolicyArns = attached ? ["arn:aws:iam::aws:policy/AdministratorAccess"] : [],
            OtherInlinePolicyNames = attached ? [] : ["Everything"],
        };

        var plan = CloudAccountsPlan.For(Wanted, CloudSample.Empty with { Role = role });

        Assert.Empty(plan.Steps);
        Assert.StartsWith(
            attached
                ? $"role {CloudSample.RoleArn} was not created by this program and has attached policy arn:aws:iam::aws:policy/AdministratorAccess"
                : $"role {CloudSample.RoleArn} was not created by this program and has inline policy Everything",
            plan.Conflict?.Message,
            StringComparison.Ordinal);
        Assert.False(plan.IsWidened);
    }

    public static TheoryData<string> Widenings => ["attached policy", "inline policy", "permissions boundary"];

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Role_of_ours_that_another_owner_changed_is_widened(string part)
    {
        var plan = CloudAccountsPlan.For(Wanted, WithRole(role => Widen(role, part)));

        Assert.Empty(plan.Steps);
        Assert.True(plan.IsWidened);
        Assert.StartsWith($"role {CloudSample.RoleArn} has {part} ", plan.Conflict?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Widenings))]
    public void Connected_role_of_another_owner_may_have_further_permissions(string part)
    {
        var plan = CloudAccountsPlan.For(Wanted, WithRole(role => Widen(role, part) with
        {
            Tags = role.Tags.Where(tag => tag.Key != "ManagedBy").ToDictionary(StringComparer.Ordinal),
        }));

        Assert.Null(plan.Conflict);
        Assert.Empty(plan.Steps);
    }

    private static RoleState Widen(RoleState role, string part) => part switch
    {
        "attached policy" => role with { AttachedPolicyArns = [.. role.AttachedPolicyArns, "arn:aws:iam::aws:policy/AdministratorAccess"] },
        "inline policy" => role with { OtherInlinePolicyNames = ["Everything"] },
        _ => role with { PermissionsBoundaryArn = "arn:aws:iam::444455556666:policy/Boundary" },
    };

    [Fact]
    public void Role_made_by_hand_after_the_manual_is_completed()
    {
        var role = CloudSample.RoleState with
        {
            Tags = CloudSample.RoleState.Tags.Where(tag => tag.Key != "ManagedBy").ToDictionary(StringComparer.Ordinal),
            AttachedPolicyArns = [CloudSample.PolicyArns[0]],
        };

        var plan = CloudAccountsPlan.For(Wanted, CloudSample.Complete with { Role = role });

        Assert.Null(plan.ConnectedOtherwise);
        Assert.Equal(
            [$"attach-role-policy {CloudSample.PolicyArns[1]}", $"attach-role-policy {CloudSample.PolicyArns[2]}"],
            plan.Steps.Select(step => step.ToString()));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public void Account_without_a_connection_is_put_on_record(bool isKept, bool isRecorded, bool expected)
    {
        var plan = CloudAccountsPlan.For(
            Wanted with { IsRecordKept = isKept }, CloudSample.Complete with { Connection = null, IsRecorded = isRecorded });

        Assert.Equal(expected, plan.Steps is [RecordNoConnection, ConnectAccount]);
    }

    [Fact]
    public void Legacy_import_is_not_put_on_record() => Assert.DoesNotContain(
        CloudAccountsPlan.For(
            Wanted with { IsRecordKept = true },
            CloudSample.Complete with { Connection = new Connection("444455556666", null, "managed") { HasSources = true } }).Steps,
        step => step is RecordNoConnection);

    [Fact]
    public void Connection_has_a_unique_name_and_the_options()
    {
        var options = new ConnectionOptions { InstanceId = CloudSample.InstanceId };

        var connect = CloudAccountsPlan.For(Wanted with { Options = options }, CloudSample.Empty).Steps.OfType<ConnectAccount>().Single();

        Assert.Equal("payments-prod (444455556666)", connect.Fields.Name);
        Assert.Equal(CloudSample.RoleArn, connect.Fields.RoleArn);
        Assert.Equal(options, connect.Fields.Options);
    }

    [Fact]
    public void Wanted_limit_of_parameters_is_written_before_the_account_is_connected()
    {
        var role = new VisionOneRole("aws", "eu-west-1", "eu", CloudSample.OidcHost, CloudSample.BusinessId) { ParameterPaths = ["/trendmicro"] };

        var steps = CloudAccountsPlan.For(Wanted with { Role = role }, CloudSample.Empty).Steps;

        Assert.IsType<PutRolePolicy>(steps[^2]);
        Assert.IsType<ConnectAccount>(steps[^1]);
    }

    private static CloudAccountsState OwnedBy(string owner) => owner switch
    {
        "organization" => CloudSample.Complete with { Connection = CloudSample.Connection with { OrganizationId = "o-1" } },
        "terraform" => CloudSample.Complete with { Connection = CloudSample.Connection with { IsTerraform = true } },
        "role" => CloudSample.Complete with
        {
            Connection = CloudSample.Connection with { RoleArn = "arn:aws:iam::444455556666:role/Other" },
        },
        _ => WithRole(role => role with
        {
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["VisionOneCloudFormationStackName"] = "My-Stack" },
        }),
    };

    private static CloudAccountsState WithRole(Func<RoleState, RoleState> change) =>
        CloudSample.Complete with { Role = change(CloudSample.RoleState) };

    private static CloudAccountsState WithPolicy(params string[] otherVersions) => CloudSample.Complete with
    {
        Policies = [.. CloudSample.Complete.Policies.Take(2), new ManagedPolicyState(Sample.Role.Trust("x"), otherVersions)],
    };
}
