using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>A stolen session of the execution role allows access to one role of one account for 15 minutes.</summary>
public sealed class SessionTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private static readonly string[] ReadActions = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"];

    private static readonly string[] RepairActions =
    [
        "iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DetachRolePolicy",
    ];

    private static readonly string[] OtherActions =
    [
        "iam:AttachRolePolicy", "iam:CreateAccessKey", "iam:CreatePolicyVersion", "iam:CreateUser", "iam:DeleteRole",
        "iam:DeleteRolePolicy", "iam:ListRoles", "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:UntagRole", "iam:UpdateRole", "organizations:ListAccounts", "s3:GetObject", "sts:AssumeRole",
    ];

    private TestStack Stack => deployed.Stack;

    private IReadOnlyList<Credential> Sessions =>
    [
        .. Stack.Server.Sessions.All.Where(
            session => session != Stack.Server.Credentials && session != Stack.Server.OperatorCredentials),
    ];

    [Fact]
    public void Every_session_has_a_session_policy()
    {
        var entered = Stack.Server.AwsCalls.Records.Count(
            call => call is { Call.Operation: "AssumeRole", Status: 200 });

        Assert.NotEmpty(Sessions);
        Assert.Equal(entered, Sessions.Count);
        Assert.All(Sessions, session => Assert.NotNull(session.SessionPolicy));
    }

    [Fact]
    public void Session_allows_only_to_read_or_repair_the_connector_role() =>
        Assert.All(Sessions, session =>
    {
        var role = AwsNames.Role(session.Principal.AccountId, DefaultOrganization.PredecessorRole);

        Assert.All(ReadActions, action => Assert.Equal(Verdict.Allowed, Judge(session, action, role)));
        Assert.Single(RepairActions.Select(action => Judge(session, action, role)).Distinct());
        Assert.All(OtherActions, action => Assert.Equal(Verdict.NotMentioned, Judge(session, action, role)));
    });

    /// <summary>
    /// Each onboarded account has one session for the repair. Three accounts are checked before that.
    /// </summary>
    [Fact]
    public void Sessions_of_the_accounts_that_a_deployment_checks_first_are_read_only() =>
        Assert.Equal(3, Sessions.Count(session => Judge(
            session,
            RepairActions[0],
            AwsNames.Role(session.Principal.AccountId, DefaultOrganization.PredecessorRole)) != Verdict.Allowed));

    [Fact]
    public void Session_allows_nothing_on_other_resources() => Assert.All(Sessions, session =>
    {
        var account = session.Principal.AccountId;
        string[] others =
        [
            "*",
            AwsNames.Role(account, ControlTowerAccount.ExecutionRole),
            AwsNames.Role(account, $"{DefaultOrganization.PredecessorRole}2"),
            AwsNames.Role(DefaultOrganization.ManagementId, DefaultOrganization.PredecessorRole),
        ];

        Assert.All(others, other =>
            Assert.All([.. ReadActions, .. RepairActions, .. OtherActions], action =>
                Assert.Equal(Verdict.NotMentioned, Judge(session, action, other))));
    });

    [Fact]
    public void Session_expires_within_15_minutes() => Assert.All(Sessions, session => Assert.InRange(
        session.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMinutes(15)));

    [Fact]
    public async Task Session_is_refused_for_another_role()
    {
        var session = Sessions[0];
        var iam = new IamClient(AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = Stack.Organization.Region,
            ["AWS_ACCESS_KEY_ID"] = session.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = session.SecretKey,
            ["AWS_SESSION_TOKEN"] = session.SessionToken,
            ["AWS_ENDPOINT_URL"] = Stack.Server.AwsEndpoint.AbsoluteUri,
        }));

        Assert.NotNull(
            await iam.GetRoleAsync(DefaultOrganization.PredecessorRole, TestContext.Current.CancellationToken));
        var refused = await Assert.ThrowsAsync<AwsException>(() =>
            iam.GetRoleAsync(ControlTowerAccount.ExecutionRole, TestContext.Current.CancellationToken));

        Assert.Equal("AccessDenied", refused.Code);
        Assert.Contains("no session policy allows", refused.ToString(), StringComparison.Ordinal);
    }

    private static Verdict Judge(Credential session, string action, string resource) => session.SessionPolicy!.Evaluate(
        new PolicyRequest(
            action, resource, session.Principal, new Dictionary<string, string>(StringComparer.Ordinal)));
}
