using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// The commands that <c>--keep</c> prints. They work with AWS CLI 1 and 2. Version 1 reads AWS_DEFAULT_REGION and not
/// AWS_REGION, and its SQS commands ignore AWS_ENDPOINT_URL. With an endpoint URL, the CLI signs for the configured
/// Region, but Organizations accepts us-east-1 only. The versions read a payload in different formats, except from a file.
/// </summary>
internal static class KeepInstructions
{
    private const string FailedOutcomes = """{ $.outcome = "rejected" || $.outcome = "retry" }""";
    private const string AllAccounts = """{"reconcile":"all"}""";
    private static readonly string OneAccount = $$"""{"accountId":"{{DefaultOrganization.OrdinaryId(0)}}"}""";

    /// <param name="deployment">The deployed stack.</param>
    /// <param name="control">The control endpoint; ends with a slash.</param>
    public static string Create(LifecycleDeployment deployment, Uri control)
    {
        var (server, workQueue) = (deployment.Server, deployment.WorkQueue);
        var (aws, region) = (server.AwsEndpoint, server.Organization.Region);
        return
            $"""

            The stack is deployed again. The sandbox runs until Ctrl+C. All accounts and keys are invented.

            Settings of the AWS CLI:
              unset AWS_PROFILE
              export AWS_ENDPOINT_URL={aws}
              export AWS_REGION={region}
              export AWS_DEFAULT_REGION={region}
              export AWS_ACCESS_KEY_ID={server.OperatorCredentials.AccessKey}
              export AWS_SECRET_ACCESS_KEY={server.OperatorCredentials.SecretKey}
              export AWS_SESSION_TOKEN={server.OperatorCredentials.SessionToken}
              export AWS_PAGER=
              export NO_PROXY=127.0.0.1

            Names in the stack, as the runbook has them:
              STACK={deployment.Stack.Name}
              LIFECYCLE={deployment.Lifecycle.Name}
              BACKFILL={deployment.Backfill.Name}
              WORK={workQueue.Url}
              DEAD={deployment.DeadLetters.Url}
              TOPIC={server.Topic.Arn}
              SECRET={SandboxServer.ApiKeySecretName}
              LOG=/aws/lambda/{deployment.Lifecycle.Name}

            Accounts, stack, queues, alarms, log, subscribers and API key:
              aws organizations list-accounts --region us-east-1
              aws cloudformation describe-stacks --stack-name $STACK
              aws sqs get-queue-attributes --endpoint-url {aws} --queue-url $WORK --attribute-names All
              aws sqs receive-message --endpoint-url {aws} --queue-url $DEAD --message-attribute-names All
              aws cloudwatch describe-alarms --state-value ALARM
              aws logs filter-log-events --log-group-name $LOG --filter-pattern '{FailedOutcomes}'
              aws sns list-subscriptions-by-topic --topic-arn $TOPIC
              aws secretsmanager get-secret-value --secret-id $SECRET

            Run one account, and reconcile all:
              echo '{OneAccount}' | aws lambda invoke --function-name $LIFECYCLE --payload fileb:///dev/stdin /dev/stdout
              echo '{AllAccounts}' | aws lambda invoke --function-name $BACKFILL --payload fileb:///dev/stdin /dev/stdout

            {Vendors(deployment)}
            Vend an account, and show the protection of all accounts:
              curl -X POST '{control}vend?name=my-account'
              curl {control}accounts

            Rehearse a fault: list them, switch one on, switch it off:
              curl {control}faults
              curl -X POST '{control}faults?name=vendor-down&on=true'
              curl -X POST '{control}faults?name=vendor-down&on=false'

            """;
    }

    private static string Vendors(LifecycleDeployment deployment)
    {
        var (server, protections) = (deployment.Server, deployment.Protections);
        var connectors =
            $"""
            Connectors at the vendor:
              curl -H 'api-version: v1' -H 'Authorization: ApiKey {server.Vendor.Key.Secret}' {server.VendorEndpoint}api/awsconnectors

            """;
        var connections =
            $"""
            Connections to Cloud Accounts:
              curl -H 'Authorization: Bearer {server.CloudAccounts.Key}' {server.CloudAccountsEndpoint}v3.0/cam/awsAccounts

            """;
        return $"{(protections.WorkloadSecurity ? connectors : "")}{(protections.CloudAccounts ? connections : "")}";
    }
}
