using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Deploying;

/// <summary>What would fail for every account fails the deployment, before the first account is touched.</summary>
public sealed class FailedDeploymentTests
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];

    [Fact]
    public Task A_wrong_api_key_fails_the_deployment_and_points_to_the_key() => FailAsync(
        TestStack.Quick,
        server => server.Vendor.Key.Rotate(),
        "401", "Check that the API key in the secret is active");

    [Theory]
    [InlineData("Forbidden")]
    [InlineData("Missing")]
    [InlineData("Null")]
    [InlineData("Empty")]
    public Task A_withheld_external_id_fails_the_deployment_and_names_the_three_ways_out(string withheld) => FailAsync(
        TestStack.Quick,
        server =>
        {
            server.Vendor.ExternalIdRetrieval = false;
            server.Vendor.Withheld = Enum.Parse<WithheldExternalId>(withheld);
        },
        "external ID", "switch it on", "put ExternalId beside ApiKey", "WORKLOAD_SECURITY_EXTERNAL_ID");

    [Fact]
    public Task A_vendor_that_cannot_be_reached_fails_the_deployment_and_points_to_the_network() => FailAsync(
        With("WORKLOAD_SECURITY_ENDPOINT", "http://127.0.0.1:1") with { BackfillTimeout = TimeSpan.FromSeconds(10) },
        _ => { },
        "did not respond", "reach");

    [Fact]
    public Task A_missing_secret_fails_the_deployment_and_names_it() => FailAsync(
        With("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:never-made-AbCdEf"),
        _ => { },
        "never-made", "secret");

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"ApiKey\": \"")]
    [InlineData("two words")]
    public Task A_secret_without_a_key_fails_the_deployment_and_shows_the_shape(string value) => FailAsync(
        TestStack.Quick,
        server => server.Secrets.Put(SandboxServer.ApiKeySecretName, value, null, Current),
        "WORKLOAD_SECURITY_SECRET_ARN", "ApiKey");

    [Fact]
    public Task A_queue_that_may_not_be_written_to_fails_the_deployment_and_names_the_action() => FailAsync(
        TestStack.Quick,
        server => server.RestrictFunctions(
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
             {"Effect":"Deny","Action":"sqs:SendMessage","Resource":"*"}]}
            """),
        "sqs:SendMessage");

    [Fact]
    public Task A_walk_that_runs_out_of_time_fails_the_deployment_in_time_and_names_the_timeout() => FailAsync(
        TestStack.Quick with { BackfillTimeout = TimeSpan.FromSeconds(4) },
        server => server.Faults.Inject(new Fault(FaultNames.Latency)
        {
            Operation = "ListAccounts",
            Count = Fault.Always,
            Delay = TimeSpan.FromMinutes(10),
        }),
        "time ran out", "Raise the backfill function's timeout");

    private static DeploymentOptions With(string variable, string value) =>
        TestStack.Quick with { Variables = TestStack.Variable(variable, value) };

    private static async Task FailAsync(DeploymentOptions options, Action<SandboxServer> arrange, params string[] told)
    {
        await using var stack = await TestStack.StartAsync(options);
        arrange(stack.Server);
        var before = stack.Server.Snapshot();

        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.RollbackComplete, result.Status);
        Assert.All(told, words => Assert.Contains(words, result.Reason, StringComparison.Ordinal));
        Assert.Equal(["Create", "Delete"], [.. result.Exchanges.Select(exchange => exchange.RequestType)]);
        Assert.IsType<ResourceAnswer.Succeeded>(result.Exchanges[1].Answer);
        await stack.QuietAsync();
        Assert.Equal(0, stack.Lifecycle.Counts.Invocations);
        Assert.Empty(stack.Server.Snapshot().ChangesSince(before));
    }
}
