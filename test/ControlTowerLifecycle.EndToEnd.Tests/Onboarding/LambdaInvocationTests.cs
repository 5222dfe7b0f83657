using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Lambda;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Onboarding;

public sealed class LambdaInvocationTests(ConnectedStack connected) : IClassFixture<ConnectedStack>
{
    private TestStack Stack => connected.Stack;

    [Fact]
    public async Task Asynchronous_invocation_reaches_the_function()
    {
        var account = Stack.Vend("invoked");
        var connection = AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = Stack.Organization.Region,
            ["AWS_ACCESS_KEY_ID"] = Stack.Server.Credentials.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = Stack.Server.Credentials.SecretKey,
            ["AWS_SESSION_TOKEN"] = Stack.Server.Credentials.SessionToken,
            ["AWS_ENDPOINT_URL"] = Stack.Server.AwsEndpoint.AbsoluteUri,
        });

        await new SelfInvocation(new LambdaClient(connection), Stack.Lifecycle.Name, TimeProvider.System).ContinueAsync(
            $$"""{"accountId": "{{account.Id}}"}""", TestContext.Current.CancellationToken);

        await Stack.WaitForOutcomeAsync(account.Id, "onboarded");
        Stack.AssertProtected(account.Id);
    }
}
