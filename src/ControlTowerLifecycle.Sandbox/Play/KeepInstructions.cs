using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// The commands that <c>--keep</c> prints. They work with AWS CLI 1 and 2. Version 1 reads AWS_DEFAULT_REGION and not
/// AWS_REGION, and its SQS commands ignore AWS_ENDPOINT_URL. With an endpoint URL, the CLI signs for the configured
/// Region, but Organizations accepts us-east-1 only.
/// </summary>
internal static class KeepInstructions
{
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
              export AWS_ACCESS_KEY_ID={server.Credentials.AccessKey}
              export AWS_SECRET_ACCESS_KEY={server.Credentials.SecretKey}
              export AWS_SESSION_TOKEN={server.Credentials.SessionToken}
              export AWS_PAGER=
              export NO_PROXY=127.0.0.1

            Accounts, work queue and API key:
              aws organizations list-accounts --region us-east-1
              aws sqs get-queue-attributes --endpoint-url {aws} --queue-url {workQueue.Url} --attribute-names All
              aws secretsmanager get-secret-value --secret-id {SandboxServer.ApiKeySecretName}

            {Vendors(deployment)}
            Vend an account, and show the protection of all accounts:
              curl -X POST '{control}vend?name=my-account'
              curl {control}accounts

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
