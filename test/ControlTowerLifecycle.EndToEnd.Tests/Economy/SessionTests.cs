using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.EndToEnd.Tests.Deploying;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Economy;

/// <summary>A stolen session of the execution role is worth one role of one account for a quarter of an hour.</summary>
public sealed class SessionTests(DeployedStack deployed) : IClassFixture<DeployedStack>
{
    private static readonly string[] Looking = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"];

    private static readonly string[] Mending =
    [
        "iam:CreateRole", "iam:TagRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:DetachRolePolicy",
    ];

    private static readonly string[] NotNeeded =
    [
        "iam:AttachRolePolicy", "iam:CreateAccessKey", "iam:CreatePolicyVersion", "iam:CreateUser", "iam:DeleteRole",
        "iam:DeleteRolePolicy", "iam:ListRolePolicies", "iam:ListRoles", "iam:PassRole",
        "iam:PutRolePermissionsBoundary",
        "iam:UntagRole", "iam:UpdateRole", "organizations:ListAccounts", "s3:GetObject", "sts:AssumeRole",
    ];

    private TestStack Stack => deployed.Stack;

    private IReadOnlyList<Credential> Sessions =>
        [.. Stack.Server.Sessions.All.Where(session => session != Stack.Server.Credentials)];

    [Fact]
    public void Every_session_was_narrowed_by_a_policy()
    {
        var entered = Stack.Server.AwsCalls.Records.Count(
            call => call is { Call.Operation: "AssumeRole", Status: 200 });

        Assert.NotEmpty(Sessions);
        Assert.Equal(entered, Sessions.Count);
        Assert.All(Sessions, session => Assert.NotNull(session.SessionPolicy));
    }

    [Fact]
    public void A_session_may_look_at_the_connector_role_or_mend_it_too_and_do_nothing_else_to_it() =>
        Assert.All(Sessions, session =>
    {
        var role = AwsNames.Role(session.Principal.AccountId, DefaultOrganization.PredecessorRole);

        Assert.All(Looking, action => Assert.Equal(Verdict.Allowed, Judge(session, action, role)));
        Assert.Single(Mending.Select(action => Judge(session, action, role)).Distinct());
        Assert.All(NotNeeded, action => Assert.Equal(Verdict.NotMentioned, Judge(session, action, role)));
    });

    /// <summary>Each account that is onboarded is entered once to be mended; three are tried before that.</summary>
    [Fact]
    public void Only_the_sessions_of_the_accounts_that_a_deployment_tries_first_may_look_and_no_more() =>
        Assert.Equal(3, Sessions.Count(session => Judge(
            session,
            Mending[0],
            AwsNames.Role(session.Principal.AccountId, DefaultOrganization.PredecessorRole)) != Verdict.Allowed));

    [Fact]
    public void A_session_may_do_nothing_to_anything_else() => Assert.All(Sessions, session =>
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
            Assert.All([.. Looking, .. Mending, .. NotNeeded], action =>
                Assert.Equal(Verdict.NotMentioned, Judge(session, action, other))));
    });

    [Fact]
    public void A_session_ends_after_a_quarter_of_an_hour() => Assert.All(Sessions, session => Assert.InRange(
        session.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMinutes(15)));

    [Fact]
    public async Task A_session_that_is_used_for_another_role_is_refused()
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
