using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>Compares the permission tables of docs/security.md with both templates.</summary>
public sealed class PermissionTableTests
{
    private static readonly Lazy<IReadOnlyList<(PermissionRow Row, string Reason)>> Documented =
        new(() => [.. PermissionRow.Read("docs/security.md")]);

    private static readonly Lazy<IReadOnlyList<PermissionRow>> Granted = new(() =>
    [
        .. TemplatePermissions.Read(SynthesizedApp.Lifecycle),
        .. TemplatePermissions.Read(SynthesizedApp.In("eu-west-1").Forwarder!),
    ]);

    [Fact]
    public void Tables_have_exactly_the_statements_of_the_templates() =>
        Assert.Equal(
            string.Join('\n', Granted.Value.Select(row => row.ToString()).Order(StringComparer.Ordinal)),
            string.Join('\n', Documented.Value.Select(pair => pair.Row.ToString()).Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_statement_has_a_reason() =>
        Assert.DoesNotContain(Documented.Value, pair => pair.Reason.Length < 10);

    [Fact]
    public void Every_wildcard_has_its_own_reason() =>
        Assert.DoesNotContain(Documented.Value, pair =>
            (pair.Row.Actions + pair.Row.Resources).Contains('*', StringComparison.Ordinal)
            && !pair.Reason.Contains("`*`", StringComparison.Ordinal));

    [Fact]
    public void No_role_has_a_wildcard_action() =>
        Assert.DoesNotContain(
            Granted.Value, row => row.IsOfRole && row.Actions.Contains('*', StringComparison.Ordinal));

    [Fact]
    public void Accounts_are_entered_only_within_the_organization() =>
        Assert.Equal(
            [
                "LifecycleFunction `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}` and its function only",
                "BackfillFunction `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}` and its function only",
            ],
            Granted.Value
                .Where(row => row.IsOfRole && row.Actions.Contains("sts:AssumeRole", StringComparison.Ordinal))
                .Select(row => $"{row.Owner} {row.Condition}"));

    [Fact]
    public void IAM_permissions_cover_only_the_management_account_s_roles_of_the_vendor()
    {
        const string own = "`arn:<Partition>:iam::<AccountId>:";
        string[] expected =
        [
            $"{own}role/<ConnectorRoleName>`",
            $"{own}role/VisionOneRole`",
            string.Join(", ", Enumerable.Range(1, 3).Select(part => $"{own}policy/VisionOnePolicyPart{part}`")),
            $"{own}oidc-provider/<CloudAccountsOidcHost> or cloudaccounts-<CloudAccountsRegion>.xdr.trendmicro.com`",
        ];
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Granted.Value.Where(row => row.Actions.Contains("iam:", StringComparison.Ordinal))
                .Select(row => row.Resources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// A function has no permission of a protection that is not chosen. Two conditions contain that of the protection:
    /// LifecycleStackTests.
    /// </summary>
    [Fact]
    public void IAM_and_secret_permissions_have_the_condition_of_their_protection() =>
        Assert.All(
            Granted.Value.Where(row => row.IsOfRole && row.Owner != "KeyRotationFunction" && row.Statement != "KeepTheExternalId"
                && (row.Actions.Contains("iam:", StringComparison.Ordinal)
                    || row.Actions.Contains("secretsmanager:", StringComparison.Ordinal))),
            row => Assert.Contains(
                row.Statement.Contains("VisionOne", StringComparison.Ordinal)
                    ? "condition `WithCloudAccounts`"
                    : "condition `WithWorkloadSecurity`",
                row.Condition,
                StringComparison.Ordinal));

    [Theory]
    [InlineData("LifecycleFunction",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem events:PutEvents iam:AddClientIDToOpenIDConnectProvider "
        + "iam:AttachRolePolicy iam:CreateOpenIDConnectProvider iam:CreatePolicy iam:CreatePolicyVersion iam:CreateRole "
        + "iam:DeletePolicyVersion iam:DeleteRolePolicy iam:DetachRolePolicy iam:GetOpenIDConnectProvider "
        + "iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy "
        + "iam:ListAttachedRolePolicies iam:ListPolicyVersions iam:ListRolePolicies iam:PutRolePermissionsBoundary "
        + "iam:PutRolePolicy iam:TagRole iam:UpdateAssumeRolePolicy iam:UpdateOpenIDConnectProviderThumbprint kms:Decrypt "
        + "kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom "
        + "kms:ReEncryptTo logs:CreateLogStream logs:PutLogEvents organizations:DescribeAccount "
        + "organizations:ListParents secretsmanager:GetSecretValue sns:Publish sqs:ChangeMessageVisibility "
        + "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage sqs:SendMessage sts:AssumeRole "
        + "xray:PutTelemetryRecords xray:PutTraceSegments")]
    [InlineData("BackfillFunction",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "iam:GetOpenIDConnectProvider iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies "
        + "iam:ListPolicyVersions iam:ListRolePolicies kms:Decrypt kms:GenerateDataKey "
        + "logs:CreateLogStream logs:PutLogEvents organizations:ListAccounts organizations:ListAccountsForParent "
        + "organizations:ListOrganizationalUnitsForParent organizations:ListParents organizations:ListRoots "
        + "secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue "
        + "secretsmanager:UpdateSecretVersionStage sqs:SendMessage sts:AssumeRole xray:PutTelemetryRecords "
        + "xray:PutTraceSegments")]
    public void Role_has_exactly_the_actions_of_its_function(string role, string actions) =>
        Assert.Equal(actions, string.Join(' ', Granted.Value
            .Where(row => row.Owner == role && row.IsOfRole)
            .SelectMany(row => row.Actions.Split(", "))
            .Select(action => action.Trim('`'))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)));
}
