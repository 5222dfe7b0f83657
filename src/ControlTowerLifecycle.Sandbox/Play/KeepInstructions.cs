using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>
/// The commands that <c>--keep</c> prints. They work with AWS CLI 1 and 2. Version 1 reads AWS_DEFAULT_REGION, version 2
/// also AWS_REGION. With an endpoint URL, both sign for the configured Region, but Organizations takes us-east-1 only.
/// </summary>
internal static class KeepInstructions
{
    /// <param name="server">The sandbox.</param>
    /// <param name="workQueue">The work queue of the stack.</param>
    /// <param name="control">The control endpoint; ends with a slash.</param>
    public static string Create(SandboxServer server, SandboxQueue workQueue, Uri control) =>
        $"""

        The stack is deployed again. The sandbox runs until Ctrl+C. All accounts and keys are invented.

        Settings of the AWS CLI:
          unset AWS_PROFILE
          export AWS_ENDPOINT_URL={server.AwsEndpoint}
          export AWS_REGION={server.Organization.Region}
          export AWS_DEFAULT_REGION={server.Organization.Region}
          export AWS_ACCESS_KEY_ID={server.Credentials.AccessKey}
          export AWS_SECRET_ACCESS_KEY={server.Credentials.SecretKey}
          export AWS_SESSION_TOKEN={server.Credentials.SessionToken}
          export AWS_PAGER=
          export NO_PROXY=127.0.0.1

        Accounts, work queue and API key:
          aws organizations list-accounts --region us-east-1
          aws sqs get-queue-attributes --queue-url {workQueue.Url} --attribute-names All
          aws secretsmanager get-secret-value --secret-id {SandboxServer.ApiKeySecretName}

        Connectors at the vendor:
          curl -H 'api-version: v1' -H 'Authorization: ApiKey {server.Vendor.Key.Secret}' {server.VendorEndpoint}api/awsconnectors

        Vend an account, and show the protection of all accounts:
          curl -X POST '{control}vend?name=my-account'
          curl {control}accounts

        """;
}
