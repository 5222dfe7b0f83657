using System.Text.Json.Nodes;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ConnectorRoleTests
{
    [Fact]
    public void Trust_names_the_vendor_account_and_the_external_id_of_the_tenant() => Assert.Equal(
        PolicyDocument.Parse(Payload.Text("Policy.connectorTrust.json")), Sample.Role.Trust(Sample.ExternalId));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Trust_without_an_external_id_is_refused(string? externalId) =>
        Assert.ThrowsAny<ArgumentException>(() => Sample.Role.Trust(externalId!));

    [Fact]
    public void External_id_is_escaped_in_the_trust()
    {
        const string hostile = "x\"},\"Bool\":{\"a\":\"b";

        var trust = JsonNode.Parse(Sample.Role.Trust(hostile).Json)!;

        Assert.Equal(hostile, (string?)trust["Statement"]![0]!["Condition"]!["StringEquals"]!["sts:ExternalId"]);
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("aws-cn")]
    [InlineData("aws-us-gov")]
    public void Every_ARN_has_the_partition_of_the_role(string partition)
    {
        var role = new ConnectorRole(partition, "CloudOneWorkloadConnectorRole", Sample.Vendor);

        Assert.Equal($"arn:{partition}:iam::444455556666:role/CloudOneWorkloadConnectorRole", role.ArnIn(Sample.Id));
        Assert.Equal($"arn:{partition}:iam::444455556666:policy/CloudOneWorkloadConnectorPolicy", role.PredecessorsPolicyIn(Sample.Id));
        Assert.Equal(role.ArnIn(Sample.Id), role.PermissionIn(Sample.Id, SessionAccess.Onboard).Resource);
        Assert.Contains($"\"arn:{partition}:iam::147995105371:root\"", role.Trust("x").Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_allows_the_fifteen_actions_that_the_vendor_documents()
    {
        var statement = Assert.Single(JsonNode.Parse(ConnectorRole.Policy.Json)!["Statement"]!.AsArray())!;

        Assert.Equal(
            [
                "ec2:DescribeAvailabilityZones", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeRegions",
                "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DescribeVpcs",
                "iam:GetRole", "iam:GetRolePolicy", "iam:ListAccountAliases",
                "workspaces:DescribeTags", "workspaces:DescribeWorkspaceBundles",
                "workspaces:DescribeWorkspaceDirectories", "workspaces:DescribeWorkspaces",
            ],
            statement["Action"]!.AsArray().Select(action => (string)action!));
        Assert.Equal("Allow", (string?)statement["Effect"]);
    }

    [Fact]
    public void Onboarding_session_allows_only_the_calls_of_its_steps() => Assert.Equal(
        [
            "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:CreateRole",
            "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DetachRolePolicy",
        ],
        Sample.Role.PermissionIn(Sample.Id, SessionAccess.Onboard).Actions);

    [Fact]
    public void Read_only_session_allows_only_reads() => Assert.Equal(
        ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
        Sample.Role.PermissionIn(Sample.Id, SessionAccess.ReadOnly).Actions);

    /// <summary>STS accepts 2,048 characters. A plus sign has the longest JSON escape of a role name.</summary>
    [Theory]
    [InlineData('x')]
    [InlineData('+')]
    public void Session_policy_with_the_longest_role_name_fits_the_limit_of_STS(char letter)
    {
        var permission = new ConnectorRole("aws-us-gov", new string(letter, 64), Sample.Vendor).PermissionIn(Sample.Id, SessionAccess.Onboard);
        var policy = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Effect"] = "Allow",
                ["Action"] = new JsonArray([.. permission.Actions.Select(action => JsonValue.Create(action))]),
                ["Resource"] = permission.Resource,
            }),
        };

        Assert.InRange(policy.ToJsonString().Length, 1, 2048);
    }

    [Fact]
    public void Offboarding_session_allows_only_reading_and_removing_the_role()
    {
        var permission = Sample.Role.PermissionIn(Sample.Id, SessionAccess.Offboard);

        Assert.Equal(Sample.RoleArn, permission.Resource);
        Assert.Equal(
            [
                "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:GetRole", "iam:GetRolePolicy",
                "iam:ListAttachedRolePolicies", "iam:ListRolePolicies",
            ],
            permission.Actions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void New_role_is_tagged_as_ours()
    {
        var role = Sample.Role.New(Sample.Id, Sample.Role.Trust("x"), connectorsBefore: 0);

        Assert.Equal("ControlTowerLifecycle", role.Tags["ManagedBy"]);
        Assert.InRange(role.Description.Length, 1, 1000);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(10, false)]
    public void Tag_proves_that_there_was_no_connector_before_the_role(int connectorsBefore, bool proves)
    {
        var created = Sample.Role.New(Sample.Id, Sample.Role.Trust("x"), connectorsBefore);
        var observed = new RoleState(Sample.RoleArn, null, null, [], created.Tags, Sample.Start);

        Assert.Equal(proves, ConnectorRole.HadNoConnectorBefore(observed));
    }
}
