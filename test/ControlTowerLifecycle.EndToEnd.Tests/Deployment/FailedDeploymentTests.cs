using System.Collections.Immutable;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws.Services;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Vendor;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Deployment;

/// <summary>A fault that affects every account fails the deployment before the first account is changed.</summary>
public sealed class FailedDeploymentTests
{
    private static readonly ImmutableSortedSet<string> Current = [SandboxSecret.Current];

    [Fact]
    public Task Wrong_API_key_fails_the_deployment_and_names_the_key() => FailAsync(
        TestStack.Quick,
        server => server.Vendor.Key.Rotate(),
        "401", "Check that the API key in the secret is active");

    [Theory]
    [InlineData("Forbidden")]
    [InlineData("Missing")]
    [InlineData("Null")]
    [InlineData("Empty")]
    public Task Withheld_external_ID_fails_the_deployment_and_names_three_solutions(string withheld) => FailAsync(
        TestStack.Quick,
        server =>
        {
            server.Vendor.ExternalIdRetrieval = false;
            server.Vendor.DisabledRetrieval = Enum.Parse<DisabledRetrievalResponse>(withheld);
        },
        "external ID", "switch it on", "put ExternalId beside ApiKey", "WORKLOAD_SECURITY_EXTERNAL_ID");

    [Fact]
    public Task Key_that_may_only_read_fails_the_deployment_before_the_first_account() => FailAsync(
        TestStack.Quick,
        server =>
        {
            foreach (var write in new[] { "POST /awsconnectors", "POST /awsconnectors/{id}", "DELETE /awsconnectors/{id}" })
                server.Vendor.Forbid(write);
        },
        "the API key may read AWS connectors, but not change them", "Full Access");

    /// <summary>The time of the function is 900 s: the test waits for two pauses only.</summary>
    [Fact]
    public Task Mistyped_host_fails_the_deployment_after_a_few_attempts_and_is_named() => FailAsync(
        With("WORKLOAD_SECURITY_ENDPOINT", "workload.us-l.cloudone.invalid"),
        _ => { },
        "the host name workload.us-l.cloudone.invalid cannot be resolved", "WORKLOAD_SECURITY_ENDPOINT");

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "a token of Trend Vision One")]
    [InlineData("\"2:abcdef\"", "quotes around the API key")]
    [InlineData("\uFEFF2:abcdef", "a byte order mark")]
    [InlineData("[1]", "a JSON list")]
    public Task Usual_mistake_in_the_secret_fails_the_deployment_and_is_named(string value, string sentence) => FailAsync(
        TestStack.Quick,
        server => server.Secrets.Put(SandboxServer.ApiKeySecretName, value, null, Current),
        sentence, "WORKLOAD_SECURITY_SECRET_ARN");

    [Fact]
    public Task Unreachable_vendor_fails_the_deployment_and_names_the_network() => FailAsync(
        With("WORKLOAD_SECURITY_ENDPOINT", "http://127.0.0.1:1") with { BackfillTimeout = TimeSpan.FromSeconds(10) },
        _ => { },
        "did not respond", "reach");

    [Fact]
    public Task Missing_secret_fails_the_deployment_and_is_named() => FailAsync(
        With("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:never-made-AbCdEf"),
        _ => { },
        "never-made", "secret");

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"ApiKey\": \"")]
    [InlineData("two words")]
    public Task Secret_without_a_key_fails_the_deployment_and_the_expected_format_is_named(string value) => FailAsync(
        TestStack.Quick,
        server => server.Secrets.Put(SandboxServer.ApiKeySecretName, value, null, Current),
        "WORKLOAD_SECURITY_SECRET_ARN", "ApiKey");

    [Fact]
    public Task Missing_permission_for_the_queue_fails_the_deployment_and_names_the_action() => FailAsync(
        TestStack.Quick,
        server => server.RestrictFunctions(FunctionPolicies.Denying("sqs:SendMessage")),
        "sqs:SendMessage");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Mistyped_execution_role_fails_the_deployment_and_names_the_setting(bool isGovernanceKnown) => FailAsync(
        With("EXECUTION_ROLE_NAME", "AWSControlTowerExecuton"),
        server =>
        {
            if (!isGovernanceKnown)
                server.RestrictFunctions(FunctionPolicies.Denying("controltower:*"));
        },
        "accounts can be entered", "EXECUTION_ROLE_NAME");

    [Fact]
    public Task Walk_that_exceeds_its_time_fails_the_deployment_and_names_the_timeout() => FailAsync(
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

    private static async Task FailAsync(
        DeploymentOptions options, Action<SandboxServer> arrange, params string[] quotes)
    {
        await using var stack = await TestStack.StartAsync(options);
        arrange(stack.Server);
        var before = stack.Server.Snapshot();

        var result = await stack.CreateAsync("1");

        Assert.Equal(StackStatus.RollbackComplete, result.Status);
        Assert.All(quotes, quote => Assert.Contains(quote, result.Reason, StringComparison.Ordinal));
        Assert.Equal(["Create", "Delete"], [.. result.Exchanges.Select(exchange => exchange.RequestType)]);
        Assert.IsType<ResourceResponse.Succeeded>(result.Exchanges[1].Response);
        await stack.WaitUntilIdleAsync();
        Assert.Equal(0, stack.Lifecycle.Counts.Invocations);
        Assert.Empty(stack.Server.Snapshot().ChangesSince(before));
    }
}
