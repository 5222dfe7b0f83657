using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.DynamoDb;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// What the clients of <c>ControlTowerLifecycle.Aws</c> rely on, tried method by method. One subclass for each
/// emulator:
/// an emulator of our own must pass what an emulator of others passes.
/// </summary>
public abstract class AwsContract
{
    // The external ID holds every character that a wrong decoding would change.
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

    private const string SessionPolicy =
        """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": ["iam:*", "sts:GetCallerIdentity"], "Resource": "*" }]
        }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IAwsGround Ground
    {
        get
        {
            var ground = FindGround();
            ground.Require();
            return ground;
        }
    }

    [Fact]
    public async Task The_caller_learns_who_it_is()
    {
        var identity = await new StsClient(Connect()).GetCallerIdentityAsync(Token);

        Assert.Equal(Ground.ManagementAccountId, identity.AccountId);
        Assert.EndsWith(Ground.AdministratorName, identity.Arn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_in_another_account_acts_there()
    {
        var session = await EnterMemberAccountAsync();

        var identity = await new StsClient(session.Connection).GetCallerIdentityAsync(Token);

        Assert.Equal(Ground.MemberAccountIds[0], identity.AccountId);
        Assert.Equal(session.Arn, identity.Arn);
        Assert.True(session.ExpiresAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_role_is_created_once_and_read_back_as_it_was_meant()
    {
        var iam = await MemberIamAsync();
        var role = NewRole("Created");

        var created = await iam.CreateRoleAsync(role, Token);
        var again = await iam.CreateRoleAsync(role, Token);
        var read = await iam.GetRoleAsync("Created", Token);

        Assert.NotNull(created);
        Assert.Null(again);
        Assert.NotNull(read);
        Assert.Equal($"arn:aws:iam::{Ground.MemberAccountIds[0]}:role/Created", read.Arn);
        Assert.Equal(created.Value.ToUnixTimeSeconds(), read.CreatedAt.ToUnixTimeSeconds());
        Assert.Equal("control-tower-lifecycle", read.Tags["managed-by"]);
        AssertSameJson(Trust, read.TrustPolicy);
    }

    [Fact]
    public async Task Trust_permissions_and_tags_of_a_role_can_be_changed()
    {
        var iam = await MemberIamAsync();
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
    public async Task What_iam_does_not_have_is_null()
    {
        var iam = await MemberIamAsync();

        Assert.Null(await iam.GetRoleAsync("Nobody", Token));
        Assert.Null(await iam.GetRolePolicyAsync("Nobody", "permissions", Token));
        Assert.Null(await iam.GetRolePolicyAsync(Ground.RoleWithPolicies, "nothing", Token));
        Assert.Empty(await iam.ListAttachedRolePoliciesAsync("Nobody", Token));
    }

    [Fact]
    public async Task A_write_to_a_role_that_is_not_there_is_worth_another_try()
    {
        var iam = await MemberIamAsync();

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => iam.PutRolePolicyAsync("Nobody", "permissions", Policy, Token));

        Assert.Equal("NoSuchEntity", exception.Code);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
    }

    [Fact]
    public async Task Attached_policies_are_listed_and_detached_twice_without_complaint()
    {
        var iam = await MemberIamAsync();

        var before = await iam.ListAttachedRolePoliciesAsync(Ground.RoleWithPolicies, Token);
        await iam.DetachRolePolicyAsync(Ground.RoleWithPolicies, Ground.AttachedPolicyArns[0], Token);
        await iam.DetachRolePolicyAsync(Ground.RoleWithPolicies, Ground.AttachedPolicyArns[0], Token);
        var after = await iam.ListAttachedRolePoliciesAsync(Ground.RoleWithPolicies, Token);

        Assert.Equal([.. Ground.AttachedPolicyArns.Order(StringComparer.Ordinal)], Arns(before));
        Assert.Equal([.. Ground.AttachedPolicyArns.Skip(1)], Arns(after));
    }

    [Fact]
    public async Task A_role_is_deleted_once_its_policies_are_and_twice_without_complaint()
    {
        var iam = await MemberIamAsync();
        await iam.CreateRoleAsync(NewRole("Deleted"), Token);
        await iam.PutRolePolicyAsync("Deleted", "permissions", Policy, Token);

        var refused = await Assert.ThrowsAsync<AwsException>(() => iam.DeleteRoleAsync("Deleted", Token));
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);
        var left = await iam.GetRoleAsync("Deleted", Token);
        await iam.DeleteRoleAsync("Deleted", Token);
        await iam.DeleteRoleAsync("Deleted", Token);
        await iam.DeleteRolePolicyAsync("Deleted", "permissions", Token);

        Assert.Equal(("DeleteConflict", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.NotNull(left);
        Assert.Null(await iam.GetRoleAsync("Deleted", Token));
    }

    [Fact]
    public async Task A_role_that_a_policy_is_attached_to_cannot_be_deleted()
    {
        var iam = await MemberIamAsync();

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => iam.DeleteRoleAsync(Ground.RoleWithPolicies, Token));

        Assert.Equal(("DeleteConflict", FailureKind.NeedsOperator), (refused.Code, refused.Kind));
        Assert.Contains("detach", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_organization_tells_its_accounts_and_where_they_are()
    {
        var organizations = new OrganizationsClient(Connect());

        var organization = await organizations.DescribeOrganizationAsync(Token);
        var walk = new AccountQuery(Unit: null, WithUnits: false, After: null);
        var pages = await new AwsOrganization(organizations).PagesAsync(walk, Token).ToListAsync(Token);
        var accounts = pages.SelectMany(page => page.Accounts);
        var account = await organizations.DescribeAccountAsync(Ground.MemberAccountIds[0], Token);
        var parent = await organizations.GetParentAsync(Ground.MemberAccountIds[0], Token);

        Assert.Equal(Ground.ManagementAccountId, organization.ManagementAccountId);
        Assert.StartsWith("o-", organization.Id, StringComparison.Ordinal);
        Assert.Equal(
            [.. Ground.MemberAccountIds.Append(Ground.ManagementAccountId).Order(StringComparer.Ordinal)],
            [.. accounts.Select(member => member.Id.Value).Order(StringComparer.Ordinal)]);
        Assert.Equal("ACTIVE", account?.State);
        Assert.Equal(Ground.MemberEmail, account?.Email);
        Assert.True(parent?.IsRoot);
        Assert.StartsWith("r-", parent?.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_is_walked_with_all_below_it_and_every_account_comes_with_its_units()
    {
        var walk = new AccountQuery(Ground.UnitId, WithUnits: true, After: null);

        Assert.Equivalent(Ground.UnitsOfAccounts, UnitsOf(await WalkAsync(walk)), strict: true);
    }

    [Fact]
    public async Task The_tree_has_every_account_once_and_a_walk_goes_on_from_any_page()
    {
        var walk = new AccountQuery(Unit: null, WithUnits: true, After: null);

        var whole = await WalkAsync(walk);

        var units = UnitsOf(whole);
        Assert.Equal(
            [.. Ground.MemberAccountIds.Append(Ground.ManagementAccountId).Order(StringComparer.Ordinal)],
            [.. units.Keys.Order(StringComparer.Ordinal)]);
        Assert.All(Ground.UnitsOfAccounts, chain => Assert.Equal(chain.Value, units[chain.Key]));
        Assert.Empty(units[Ground.MemberAccountIds[0]]);
        for (var stop = 0; stop < whole.Count - 1; stop++)
        {
            var rest = await WalkAsync(walk with { After = whole[stop].Position });
            Assert.Equivalent(UnitsOf(whole.Skip(stop + 1)), UnitsOf(rest), strict: true);
        }
    }

    [Fact]
    public async Task A_unit_the_organization_does_not_have_is_null()
    {
        var organizations = new OrganizationsClient(Connect());
        var gone = $"{Ground.UnitId[..^8]}00000000";

        Assert.Null(await organizations.ListAccountsForParentAsync(gone, nextToken: null, Token));
        Assert.Null(await organizations.ListOrganizationalUnitsForParentAsync(gone, nextToken: null, Token));
    }

    [Fact]
    public async Task An_account_the_organization_does_not_have_is_null() =>
        Assert.Null(await new OrganizationsClient(Connect()).DescribeAccountAsync("000000000000", Token));

    [Fact]
    public async Task A_secret_is_read_as_text_and_what_is_no_text_goes_to_a_person()
    {
        var secrets = new SecretsManagerClient(Connect());

        Assert.Equal(Ground.SecretText, await secrets.GetSecretValueAsync(Ground.TextSecretId, Token));
        var binary = await Assert.ThrowsAsync<AwsException>(
            () => secrets.GetSecretValueAsync(Ground.BinarySecretId, Token));
        var missing = await Assert.ThrowsAsync<AwsException>(() => secrets.GetSecretValueAsync("nothing", Token));

        Assert.Equal(FailureKind.NeedsOperator, binary.Kind);
        Assert.Equal(FailureKind.NeedsOperator, missing.Kind);
        Assert.Equal("ResourceNotFoundException", missing.Code);
    }

    [Fact]
    public async Task A_queue_takes_messages_and_tells_its_attributes()
    {
        var sqs = new SqsClient(Connect());
        var batch = Enumerable.Range(0, SqsClient.MaximumBatchSize)
            .Select(number => new SqsMessage($"m{number}", "body"))
            .ToList();

        var messageId = await sqs.SendMessageAsync(Ground.QueueUrl, "body", TimeSpan.FromSeconds(5), Token);
        var besideId = await sqs.SendWithAttributesAsync(
            Ground.QueueUrl, "body", Tags("cause", "it failed: \"ü\""), Token);
        var result = await sqs.SendMessageBatchAsync(Ground.QueueUrl, batch, Token);
        await sqs.ChangeMessageVisibilityAsync(Ground.QueueUrl, Ground.ReceiptHandle, TimeSpan.FromMinutes(3), Token);
        var attributes = await sqs.GetQueueAttributesAsync(
            Ground.QueueUrl, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], Token);

        Assert.NotEmpty(messageId);
        Assert.NotEmpty(besideId);
        Assert.Equal(SqsClient.MaximumBatchSize, result.Sent.Count);
        Assert.Empty(result.Failed);
        Assert.Equal("11", attributes["ApproximateNumberOfMessages"]);
        Assert.Equal("1", attributes["ApproximateNumberOfMessagesNotVisible"]);
    }

    [Fact]
    public async Task What_is_to_be_told_is_claimed_once_by_another_again_when_it_is_over_and_by_the_same_at_any_time()
    {
        var table = new NotificationTable(new DynamoDbClient(Connect()), Ground.TableName);
        var now = TimeProvider.System.GetUtcNow();
        var over = now.AddMinutes(3);

        Assert.True(await table.TryClaimAsync("claimed", "m1", now, now.AddMinutes(2), Token));
        Assert.False(await table.TryClaimAsync("claimed", "m2", now, now.AddMinutes(2), Token));
        Assert.True(await table.TryClaimAsync("claimed", "m1", now, now.AddMinutes(2), Token));
        Assert.True(await table.TryClaimAsync("claimed", "m2", over, over.AddMinutes(2), Token));
    }

    [Fact]
    public async Task What_was_told_is_claimed_by_nobody_until_it_is_over()
    {
        var table = new NotificationTable(new DynamoDbClient(Connect()), Ground.TableName);
        var now = TimeProvider.System.GetUtcNow();
        await table.TryClaimAsync("told", "m1", now, now.AddMinutes(2), Token);

        await table.RecordSentAsync("told", now.AddHours(24), Token);

        Assert.False(await table.TryClaimAsync("told", "m1", now.AddHours(23), now.AddHours(25), Token));
        Assert.True(await table.TryClaimAsync("told", "m1", now.AddHours(25), now.AddHours(26), Token));
    }

    [Fact]
    public async Task A_table_that_is_not_there_goes_to_a_person()
    {
        var refused = await Assert.ThrowsAsync<AwsException>(() =>
            new NotificationTable(new DynamoDbClient(Connect()), "none").RecordSentAsync("id", default, Token));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("table", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_and_a_topic_that_are_not_there_go_to_a_person()
    {
        var queue = await Assert.ThrowsAsync<AwsException>(
            () => new SqsClient(Connect()).SendMessageAsync($"{Ground.QueueUrl}-gone", "body", null, Token));
        var topic = await Assert.ThrowsAsync<AwsException>(
            () => new SnsClient(Connect()).PublishAsync($"{Ground.TopicArn}-gone", "subject", "message", Token));

        Assert.Equal(FailureKind.NeedsOperator, queue.Kind);
        Assert.Contains("queue", queue.Advice, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, topic.Kind);
        Assert.Contains("topic", topic.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_takes_a_notification() =>
        Assert.NotEmpty(await new SnsClient(Connect()).PublishAsync(
            Ground.TopicArn, "Account 111122223333 is not protected", "Zeile 1\nZeile 2 ü", Token));

    [Fact]
    public async Task A_wrong_secret_key_is_told_from_a_missing_permission()
    {
        var wrong = Connect(Ground.Administrator with { Secret = "not-the-secret" });

        var query = await Assert.ThrowsAsync<AwsException>(() => new IamClient(wrong).GetRoleAsync("Nobody", Token));
        var json = await Assert.ThrowsAsync<AwsException>(
            () => new OrganizationsClient(wrong).DescribeOrganizationAsync(Token));
        var sts = await Assert.ThrowsAsync<AwsException>(() => new StsClient(wrong).GetCallerIdentityAsync(Token));

        Assert.All([query, json, sts], exception =>
        {
            Assert.True(exception.Code is "SignatureDoesNotMatch" or "InvalidSignatureException", exception.ToString());
            Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
            Assert.Contains("secret access key", exception.Advice, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_access_key_nobody_knows_goes_to_a_person()
    {
        var stranger = Connect(new AccessKey("AKIASTRANGERSTRANGER", "secret"));

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => new IamClient(stranger).GetRoleAsync("Nobody", Token));

        Assert.Equal("InvalidClientTokenId", exception.Code);
        Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
    }

    [Fact]
    public async Task A_denied_action_is_named_in_the_advice()
    {
        var bystander = Connect(Ground.Bystander);

        var iam = await Assert.ThrowsAsync<AwsException>(() => new IamClient(bystander).GetRoleAsync("Nobody", Token));
        var organizations = await Assert.ThrowsAsync<AwsException>(
            () => new OrganizationsClient(bystander).DescribeOrganizationAsync(Token));

        Assert.Equal("AccessDenied", iam.Code);
        Assert.Contains("iam:GetRole", iam.Advice, StringComparison.Ordinal);
        Assert.Equal(FailureKind.NeedsOperator, organizations.Kind);
        Assert.Contains("organizations:DescribeOrganization", organizations.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_refuses_to_be_assumed_is_worth_another_try()
    {
        var exception = await Assert.ThrowsAsync<AwsException>(
            () => new StsClient(Connect(Ground.Bystander))
                .AssumeRoleAsync(Ground.ExecutionRoleArn, "contract", null, TimeSpan.FromMinutes(15), Token));

        Assert.Equal("AccessDenied", exception.Code);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
    }

    /// <summary>The emulator to try. It may not be installed: <see cref="IAwsGround.Require"/> says so.</summary>
    protected abstract IAwsGround FindGround();

    private static NewIamRole NewRole(string name) =>
        new(name, Trust, "Made by the contract", Tags("managed-by", "control-tower-lifecycle"));

    private static Dictionary<string, string> Tags(string key, string value) =>
        new(StringComparer.Ordinal) { [key] = value };

    private static List<string> Arns(IEnumerable<IamAttachedPolicy> policies) =>
        [.. policies.Select(policy => policy.Arn).Order(StringComparer.Ordinal)];

    /// <summary>An account that came twice fails here.</summary>
    private static Dictionary<string, IReadOnlyList<string>> UnitsOf(IEnumerable<AccountPage> pages) =>
        pages.SelectMany(page => page.Accounts).ToDictionary(
            account => account.Id.Value, account => account.OrganizationalUnits!, StringComparer.Ordinal);

    private async Task<List<AccountPage>> WalkAsync(AccountQuery walk) =>
        await new AwsOrganization(new OrganizationsClient(Connect())).PagesAsync(walk, Token).ToListAsync(Token);

    private static void AssertSameJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);

    private async Task<IamClient> MemberIamAsync() => new((await EnterMemberAccountAsync()).Connection);

    private Task<RoleSession> EnterMemberAccountAsync() =>
        new StsClient(Connect()).AssumeRoleAsync(
            Ground.ExecutionRoleArn,
            "contract",
            SessionPolicy,
            TimeSpan.FromMinutes(15),
            Token);

    private protected AwsConnection Connect(AccessKey? who = null)
    {
        var key = who ?? Ground.Administrator;
        return AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = key.Id,
            ["AWS_SECRET_ACCESS_KEY"] = key.Secret,
            ["AWS_SESSION_TOKEN"] = key.SessionToken ?? "",
            ["AWS_ENDPOINT_URL"] = Ground.Endpoint.AbsoluteUri,
        });
    }
}
