using System.Text.Json.Nodes;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>
/// Who may send to the queues, evaluated with the queues' policies by an independent simulator of IAM. Here, principals
/// of IAM have every permission of their own, so a refusal comes from the queue's policy.
/// </summary>
public sealed class QueueSenderTests
{
    private const string Account = SynthesizedApp.Account;
    private const string Operator =
        "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AWSAdministratorAccess_0123456789abcdef";

    [Theory]
    [InlineData("WorkQueue", "BackfillFunctionRole", true)]
    [InlineData("WorkQueue", "LifecycleFunctionRole", true)]
    [InlineData("WorkQueue", "LifecycleFunctionRole2", false)]
    [InlineData("WorkQueue", "Admin", false)]
    [InlineData("WorkQueue", "BackfillFunctionRole2", false)]
    [InlineData("WorkQueue", "AWSReservedSSO_AWSAdministratorAccess_0123456789abcdef", false)]
    [InlineData("WorkQueueDeadLetters", "LifecycleFunctionRole", true)]
    [InlineData("WorkQueueDeadLetters", "BackfillFunctionRole", true)]
    [InlineData("WorkQueueDeadLetters", "Admin", false)]
    [InlineData("SupportCaseQueue", "SupportCaseFunctionRole", false)]
    [InlineData("SupportCaseQueue", "Admin", false)]
    [InlineData("SupportCaseQueueDeadLetters", "SupportCaseFunctionRole", true)]
    [InlineData("SupportCaseQueueDeadLetters", "LifecycleFunctionRole", false)]
    public Task Only_the_named_roles_send(string queue, string role, bool isAllowed) =>
        SendAsync(queue, $"arn:aws:iam::{Account}:role/{role}", role, isAllowed);

    /// <summary>
    /// StartMessageMoveTask needs sqs:SendMessage of its caller on the destination (Amazon SQS Developer Guide,
    /// "Configuring queue permissions for dead-letter queue redrive").
    /// </summary>
    [Theory]
    [InlineData("WorkQueue", true)]
    [InlineData("WorkQueueDeadLetters", false)]
    public Task Operator_of_Identity_Center_redrives_to_the_work_queue(string queue, bool isAllowed) => SendAsync(
        queue, $"arn:aws:iam::{Account}:role/{Operator}", Operator.Split('/')[^1], isAllowed);

    /// <summary>
    /// SQS moves messages to a dead-letter queue past its policy, and by default any queue may name one (Amazon SQS API
    /// Reference, RedriveAllowPolicy).
    /// </summary>
    [Fact]
    public void No_queue_may_use_the_work_queue_for_its_dead_letters() => Assert.Equal(
        "denyAll", (string?)SynthesizedApp.Lifecycle.Properties("WorkQueue")["RedriveAllowPolicy"]!["redrivePermission"]);

    [Theory]
    [InlineData("WorkQueue", "BackfillFunctionRole")]
    [InlineData("WorkQueueDeadLetters", "LifecycleFunctionRole")]
    public Task User_does_not_send(string queue, string name) => PolicySimulator.AssertDecisionAsync(false, Send(
        queue, $"arn:aws:iam::{Account}:user/{name}", ("aws:PrincipalIsAWSService", "false")));

    [Theory]
    [InlineData("WorkQueue", "ControlTowerAccounts", true)]
    [InlineData("WorkQueue", "OrganizationsAccounts", true)]
    [InlineData("WorkQueue", "Reconcile", false)]
    [InlineData("WorkQueueDeadLetters", "Reconcile", true)]
    [InlineData("WorkQueueDeadLetters", "ControlTowerAccounts", true)]
    public Task Rule_sends_to_its_own_queues(string queue, string rule, bool isAllowed) =>
        PolicySimulator.AssertDecisionAsync(isAllowed, Send(
            queue, "events.amazonaws.com", ("aws:PrincipalIsAWSService", "true"),
            ("aws:PrincipalServiceName", "events.amazonaws.com"),
            ("aws:SourceArn", TemplateRolePolicies.Arn(rule)), ("aws:SourceAccount", Account)));

    [Fact]
    public Task Other_service_does_not_send() => PolicySimulator.AssertDecisionAsync(false, Send(
        "WorkQueue", "sns.amazonaws.com", ("aws:PrincipalIsAWSService", "true"),
        ("aws:SourceArn", $"arn:aws:sns:eu-west-1:{Account}:topic")));

    private static Task SendAsync(string queue, string roleArn, string role, bool isAllowed) =>
        PolicySimulator.AssertDecisionAsync(isAllowed, Send(
            queue, TemplateRolePolicies.Session(role), ("aws:PrincipalIsAWSService", "false"),
            ("aws:PrincipalArn", roleArn)));

    private static JsonObject Send(string queue, string principal, params (string, string?)[] context) => new()
    {
        ["request"] = PolicySimulator.Request(
            principal, "sqs:SendMessage", TemplateRolePolicies.Arn(queue), Account,
            [("aws:SecureTransport", "true"), .. context]),
        ["identityPolicies"] = PolicySimulator.AllowEverything(),
        ["resourcePolicy"] = TemplateRolePolicies.Resolved(queue + "Policy", "PolicyDocument"),
    };
}
