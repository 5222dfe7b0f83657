using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Compares the permission table of docs/security.md with both templates.
/// </summary>
public sealed class PermissionTableTests
{
    private static readonly Lazy<IReadOnlyList<PermissionRow>> Documented = new(() =>
        [.. new RewritableTable("docs/security.md", "| in | statement | who | may | on | if | why |").Rows
            .Select(PermissionRow.Parse)]);

    [Fact]
    public void Table_has_exactly_the_statements_of_the_templates() =>
        Assert.Equal(
            string.Join('\n', Granted().Select(row => row.WithoutReason)),
            string.Join('\n', Documented.Value.Select(row => row.WithoutReason)));

    [Fact]
    public void Every_statement_has_a_reason() =>
        Assert.DoesNotContain(Documented.Value, row => row.Why.Length < 10);

    [Fact]
    public void Every_wildcard_has_its_own_reason() =>
        Assert.DoesNotContain(Documented.Value, row =>
            row.HasWildcard && !row.Why.Contains("`*`", StringComparison.Ordinal));

    [Fact]
    public void No_role_has_a_wildcard_action() =>
        Assert.DoesNotContain(Granted(), row =>
            row.In.EndsWith("Role", StringComparison.Ordinal) && row.May.Contains('*', StringComparison.Ordinal));

    [Fact]
    public void Accounts_are_entered_only_within_the_organization() =>
        Assert.Equal(
            [
                "LifecycleFunctionRole `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}`",
                "BackfillFunctionRole `StringEquals` `aws:ResourceOrgID` = `${aws:PrincipalOrgID}`",
            ],
            Granted()
                .Where(row => row.May.Contains("sts:AssumeRole", StringComparison.Ordinal) && row.Who == "itself")
                .Select(row => $"{row.In} {row.If}"));

    [Fact]
    public void IAM_permissions_cover_only_the_management_account_s_connector_role() =>
        Assert.All(
            Granted().Where(row => row.May.Contains("iam:", StringComparison.Ordinal)),
            row => Assert.Equal("`arn:<Partition>:iam::<AccountId>:role/<ConnectorRoleName>`", row.On));

    [Theory]
    [InlineData("LifecycleFunctionRole",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "dynamodb:GetItem dynamodb:PutItem iam:CreateRole iam:DetachRolePolicy iam:GetRole iam:GetRolePolicy "
        + "iam:ListAttachedRolePolicies iam:PutRolePolicy iam:TagRole iam:UpdateAssumeRolePolicy kms:Decrypt "
        + "kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom "
        + "kms:ReEncryptTo logs:CreateLogStream logs:PutLogEvents organizations:DescribeAccount "
        + "organizations:ListParents secretsmanager:GetSecretValue sns:Publish sqs:ChangeMessageVisibility "
        + "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage sqs:SendMessage sts:AssumeRole "
        + "xray:PutTelemetryRecords xray:PutTraceSegments")]
    [InlineData("BackfillFunctionRole",
        "controltower:GetLandingZone controltower:ListEnabledBaselines controltower:ListLandingZones "
        + "iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies kms:Decrypt kms:GenerateDataKey "
        + "logs:CreateLogStream logs:PutLogEvents organizations:ListAccounts organizations:ListAccountsForParent "
        + "organizations:ListOrganizationalUnitsForParent organizations:ListParents organizations:ListRoots "
        + "secretsmanager:GetSecretValue sqs:SendMessage sts:AssumeRole xray:PutTelemetryRecords "
        + "xray:PutTraceSegments")]
    public void Role_has_exactly_the_actions_of_its_function(string role, string actions) =>
        Assert.Equal(actions, string.Join(' ', Granted()
            .Where(row => row.In == role && row.Who == "itself")
            .SelectMany(row => row.May.Split(", "))
            .Select(action => action.Trim('`'))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)));

    private static IEnumerable<PermissionRow> Granted() =>
    [
        .. PermissionRow.Create(SynthesizedApp.Lifecycle),
        .. PermissionRow.Create(SynthesizedApp.In("eu-west-1").Forwarder!),
    ];
}

/// <summary>A statement as a row of the table.</summary>
internal sealed record PermissionRow(string In, string Statement, string Who, string May, string On, string If,
    string Why)
{
    public string WithoutReason => $"| {In} | {Statement} | {Who} | {May} | {On} | {If} |";

    public bool HasWildcard =>
        May.Contains('*', StringComparison.Ordinal) || On.Contains('*', StringComparison.Ordinal);

    public static PermissionRow Parse(string line)
    {
        var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
        return new PermissionRow(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
    }

    public static IEnumerable<PermissionRow> Create(Template template) => template.Resources.SelectMany(resource =>
    {
        var properties = resource.Resource["Properties"]?.AsObject() ?? [];
        return (string?)resource.Resource["Type"] switch
        {
            "AWS::Lambda::Permission" => [InvocationRow(resource.Id, properties)],
            "AWS::IAM::Role" =>
                [.. Statements(properties["AssumeRolePolicyDocument"], resource.Id, null),
                    .. properties["Policies"]!.AsArray().SelectMany(policy => PolicyRows(resource.Id, policy!))],
            _ => Statements(properties["PolicyDocument"] ?? properties["KeyPolicy"], resource.Id, null),
        };
    });

    private static IEnumerable<PermissionRow> PolicyRows(string role, JsonNode policy) => policy["Fn::If"] is { } choice
        ? Statements(choice[1]!["PolicyDocument"], role, (string)choice[0]!)
        : Statements(policy["PolicyDocument"], role, null);

    private static IEnumerable<PermissionRow> Statements(JsonNode? document, string id, string? condition) =>
        document?[nameof(Statement)]!.AsArray().Select(statement => StatementRow(id, statement!, condition)) ?? [];

    private static PermissionRow StatementRow(string id, JsonNode statement, string? condition) => new(
        id,
        (string?)statement["Sid"] ?? "",
        statement["Principal"] is { } principal ? Named(principal.AsObject().Single().Value) : "itself",
        ((string?)statement["Effect"] == "Deny" ? "not " : "") + Named(statement["Action"]),
        Named(statement["Resource"]),
        string.Join(" and ",
            new[] { condition is null ? "" : $"condition `{condition}`",
                Condition(statement["Condition"]) }.Where(text => text.Length > 0)),
        "");

    private static PermissionRow InvocationRow(string id, JsonObject permission) => new(
        id, "", Named(permission["Principal"]), Named(permission["Action"]), Named(permission["FunctionName"]),
        permission["SourceArn"] is { } source ? $"`ArnEquals` `aws:SourceArn` = {Named(source)}" : "", "");

    private static string Condition(JsonNode? condition) => condition is null
        ? ""
        : string.Join(" and ", condition.AsObject().SelectMany(comparison => comparison.Value!.AsObject()
            .Select(key => $"`{comparison.Key}` `{key.Key}` = {Named(key.Value)}")));

    private static string Named(JsonNode? value) => IntrinsicFunctions.Named.Resolve(value) switch
    {
        null => "",
        JsonArray items => string.Join(", ", items.Select(item => $"`{item}`")),
        var item => $"`{item}`",
    };
}
