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
                "LifecycleFunction `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}` "
                    + "and `ArnEquals` `lambda:SourceFunctionArn` = `<Function>`",
                "BackfillFunction `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}` "
                    + "and `ArnEquals` `lambda:SourceFunctionArn` = `<Function>`",
            ],
            Granted.Value
                .Where(row => row.IsOfRole && row.Actions.Contains("sts:AssumeRole", StringComparison.Ordinal))
                .Select(row => $"{row.Owner} {row.Condition}"));

    [Fact]
    public void IAM_permissions_cover_only_the_management_account_s_connector_role() =>
        Assert.All(
            Granted.Value.Where(row => row.Actions.Contains("iam:", StringComparison.Ordinal)),
            row => Assert.Equal("`arn:<Partition>:iam::<AccountId>:role/<ConnectorRoleName>`", row.Resources));

    [Theory]
    [InlineData("LifecycleFunction",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "dynamodb:GetItem dynamodb:PutItem iam:CreateRole iam:DetachRolePolicy iam:GetRole iam:GetRolePolicy "
        + "iam:ListAttachedRolePolicies iam:ListRolePolicies iam:PutRolePermissionsBoundary iam:PutRolePolicy iam:TagRole iam:UpdateAssumeRolePolicy kms:Decrypt "
        + "kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom "
        + "kms:ReEncryptTo logs:CreateLogStream logs:PutLogEvents organizations:DescribeAccount "
        + "organizations:ListParents secretsmanager:GetSecretValue sns:Publish sqs:ChangeMessageVisibility "
        + "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage sqs:SendMessage sts:AssumeRole "
        + "xray:PutTelemetryRecords xray:PutTraceSegments")]
    [InlineData("BackfillFunction",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies kms:Decrypt kms:GenerateDataKey "
        + "logs:CreateLogStream logs:PutLogEvents organizations:ListAccounts organizations:ListAccountsForParent "
        + "organizations:ListOrganizationalUnitsForParent organizations:ListParents organizations:ListRoots "
        + "secretsmanager:GetSecretValue sqs:SendMessage sts:AssumeRole xray:PutTelemetryRecords "
        + "xray:PutTraceSegments")]
    public void Role_has_exactly_the_actions_of_its_function(string role, string actions) =>
        Assert.Equal(actions, string.Join(' ', Granted.Value
            .Where(row => row.Owner == role && row.IsOfRole)
            .SelectMany(row => row.Actions.Split(", "))
            .Select(action => action.Trim('`'))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)));
}
