using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.CloudAccounts;

/// <summary>A stack with the protection cloud-accounts, and what its tests share.</summary>
internal sealed class CloudAccountsStack : IAsyncDisposable
{
    public static ChosenProtections Alone { get; } = ChosenProtections.CloudAccountsAlone;

    public static ChosenProtections Both { get; } = ChosenProtections.Both;

    private CloudAccountsStack(TestStack stack) => Stack = stack;

    public TestStack Stack { get; }

    public CloudAccountsTenant Tenant => Stack.Server.CloudAccounts;

    /// <param name="protections">The protections of the stack.</param>
    /// <param name="variables">More settings.</param>
    public static DeploymentOptions Options(ChosenProtections protections, params (string Name, string Value)[] variables) =>
        TestStack.Quick with
        {
            Protections = protections,
            Variables = variables.ToDictionary(
                variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
        };

    public static async Task<CloudAccountsStack> StartAsync(
        ChosenProtections protections, params (string Name, string Value)[] variables) =>
        new(await TestStack.StartAsync(Options(protections, variables)));

    public static string RoleArn(NamedAccount account) => AwsNames.Role(account.Id, "VisionOneRole");

    public static string PolicyArn(NamedAccount account, int part) =>
        AwsNames.Policy(account.Id, $"VisionOnePolicyPart{part}");

    public SandboxAccount Account(NamedAccount account) => Stack.Organization.Account(account.Id);

    /// <summary>Invokes the function with the event of the account, and returns its new outcome.</summary>
    public async Task<LoggedOutcome> RunAsync(NamedAccount account)
    {
        var count = Stack.Outcomes(account.Id).Count;
        await Stack.InvokeAsync(Stack.Created(account).ToJson());
        await Stack.WaitForOutcomesAsync(account.Id, count + 1);
        return Stack.Outcomes(account.Id)[count];
    }

    public async Task<NamedAccount> OnboardAsync(string name)
    {
        var account = Stack.Vend(name);
        Assert.Equal("onboarded", (await RunAsync(account)).Outcome);
        AssertConnected(account);
        return account;
    }

    /// <summary>The vendor can enter the account, which has one connection, and lacks nothing there.</summary>
    public void AssertConnected(NamedAccount account)
    {
        var connection = Tenant.Find(account.Id);
        Assert.NotNull(connection);
        Assert.Equal(RoleArn(account), connection.RoleArn);
        Assert.Equal("managed", new CloudAccountsOperations(Tenant, Stack.Organization).StateOf(connection));
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
