using System.Diagnostics;
using System.Net;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox.Aws;

namespace ControlTowerLifecycle.Tests.Sandbox.Faults;

public sealed class SandboxFaultTests
{
    private static readonly string Trust = SandboxRun.Trust(DefaultOrganization.ManagementId);

    [Fact]
    public async Task Latency_delays_the_response_and_the_operation_runs()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Faults.Inject(new Fault("latency") { Service = "sts", Delay = TimeSpan.FromMilliseconds(200) });
        var watch = Stopwatch.StartNew();

        var reply = await run.Aws.StsAsync("GetCallerIdentity");

        Assert.Equal(200, reply.Status);
        Assert.InRange(watch.ElapsedMilliseconds, 190, 60_000);
    }

    [Fact]
    public async Task Operation_runs_even_if_the_caller_times_out()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject(new Fault("latency") { Delay = TimeSpan.FromMilliseconds(300) });
        var done = new TaskCompletionSource();
        using var observation = run.Server.Faults.OnWrite((_, _) =>
        {
            done.SetResult();
            return Task.CompletedTask;
        });

        var caller = run.Vendor with { Timeout = TimeSpan.FromMilliseconds(50) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => run.PostConnectorAsync(SandboxRun.Ordinary, caller));

        await done.Task;
        Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary));
    }

    [Fact]
    public async Task Throttle_returns_429_with_the_code_of_each_service_and_then_ends()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Faults.Inject(
            new Fault("throttle") { Service = "organizations", Count = 2, RetryAfter = TimeSpan.FromSeconds(3) });
        run.Server.Faults.Inject("throttle", "iam");
        run.Server.Faults.Inject("throttle", "workload-security");

        var first = await run.Aws.OrganizationsAsync("ListAccounts");
        await run.Aws.OrganizationsAsync("ListAccounts");
        var third = await run.Aws.OrganizationsAsync("ListAccounts");

        Assert.Equal((429, "TooManyRequestsException"), (first.Status, first.Code));
        Assert.Equal(TimeSpan.FromSeconds(3), first.Headers.RetryAfter!.Delta);
        Assert.Equal(200, third.Status);
        Assert.Equal("Throttling", (await run.Aws.IamAsync("GetRole", ("RoleName", "Any"))).Code);
        Assert.Equal(429, (await run.Vendor.GetAsync("apikeys/current")).Status);
    }

    [Fact]
    public async Task Empty_token_bucket_throttles_until_it_is_refilled()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Throttles.Set("secretsmanager", perSecond: 0.01, burst: 1);
        var input = $$"""{"SecretId":"{{run.Server.ApiKeySecretArn}}"}""";

        Assert.Equal(200, (await run.Aws.SecretsManagerAsync("GetSecretValue", input)).Status);
        Assert.Equal("ThrottlingException", (await run.Aws.SecretsManagerAsync("GetSecretValue", input)).Code);
        run.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(
            200, (
                await (
                    run.Aws with { ClockOffset = TimeSpan.FromMinutes(10) }).SecretsManagerAsync("GetSecretValue",
                    input)).Status);
    }

    [Fact]
    public async Task Error_returns_5xx_and_the_operation_does_not_run()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject(
            new Fault("error") { Operation = "CreateRole", Status = HttpStatusCode.ServiceUnavailable });

        Assert.Equal(503, (await CreateAsync(account)).Status);
        Assert.Equal(200, (await CreateAsync(account)).Status);
    }

    [Fact]
    public async Task Reset_breaks_the_connection_before_the_operation()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var fault = run.Server.Faults.Inject("reset", "iam", "CreateRole");

        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(account));

        Assert.Equal(1, fault.Applied);
        Assert.Null(run.Server.Organization.Account(SandboxRun.Ordinary).Role("Any"));
    }

    [Fact]
    public async Task Reset_after_breaks_the_connection_after_the_operation()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject("reset-after", "iam", "CreateRole");
        run.Server.Faults.Inject("reset-after", "workload-security", "POST /awsconnectors");

        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(account));
        await Assert.ThrowsAsync<HttpRequestException>(() => run.PostConnectorAsync(SandboxRun.Ordinary));

        Assert.NotNull(run.Server.Organization.Account(SandboxRun.Ordinary).Role("Any"));
        Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary));
    }

    [Fact]
    public async Task Fault_applies_to_its_account_only()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Faults.Inject("error", "sts", "AssumeRole", accountId: DefaultOrganization.AuditId);

        Assert.Equal(200, (await Assume(DefaultOrganization.LogArchiveId)).Status);
        Assert.Equal(500, (await Assume(DefaultOrganization.AuditId)).Status);

        Task<AwsReply> Assume(string account) =>
            run.Aws.AssumeRoleAsync(SandboxRun.RoleArn(account, "AWSControlTowerExecution"));
    }

    [Fact]
    public async Task Removed_fault_applies_to_no_call()
    {
        await using var run = await SandboxRun.StartAsync();
        using (run.Server.Faults.Inject(new Fault("error") { Count = Fault.Always }))
            Assert.Equal(500, (await run.Aws.StsAsync("GetCallerIdentity")).Status);

        Assert.Equal(200, (await run.Aws.StsAsync("GetCallerIdentity")).Status);
    }

    [Fact]
    public void Unknown_fault_is_refused_with_the_known_names() =>
        Assert.Contains(
            "reset-after", Assert.Throws<ArgumentException>(() => new Fault("earthquake")).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Write_is_observed_after_the_operation_and_before_the_response()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var release = new TaskCompletionSource();
        var seen = new TaskCompletionSource<SandboxCall>();
        using var observation = run.Server.Faults.OnWrite((call, _) =>
        {
            seen.SetResult(call);
            return release.Task;
        });

        var create = CreateAsync(account);
        var observed = await seen.Task;

        Assert.Equal(new SandboxCall("iam", "CreateRole", SandboxRun.Ordinary), observed);
        Assert.NotNull(run.Server.Organization.Account(SandboxRun.Ordinary).Role("Any"));
        Assert.False(create.IsCompleted);
        release.SetResult();
        Assert.Equal(200, (await create).Status);
    }

    private static Task<AwsReply> CreateAsync(AwsCaller account) =>
        account.IamAsync("CreateRole", ("RoleName", "Any"), ("AssumeRolePolicyDocument", Trust));
}
