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
    public async Task Latency_delays_the_answer_and_does_the_deed()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Faults.Inject(new Fault("latency") { Service = "sts", Delay = TimeSpan.FromMilliseconds(200) });
        var watch = Stopwatch.StartNew();

        var reply = await run.Aws.StsAsync("GetCallerIdentity");

        Assert.Equal(200, reply.Status);
        Assert.InRange(watch.ElapsedMilliseconds, 190, 60_000);
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_does_not_undo_the_deed()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject(new Fault("latency") { Delay = TimeSpan.FromMilliseconds(300) });
        var done = new TaskCompletionSource();
        using var observation = run.Server.Faults.OnWrite((_, _) =>
        {
            done.SetResult();
            return Task.CompletedTask;
        });

        var hasty = run.Vendor with { Patience = TimeSpan.FromMilliseconds(50) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => run.PostConnectorAsync(SandboxRun.Ordinary, hasty));

        await done.Task;
        Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary));
    }

    [Fact]
    public async Task A_throttle_answers_429_in_the_words_of_each_service_and_then_lets_pass()
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
    public async Task A_dry_bucket_throttles_until_it_is_refilled()
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
    public async Task An_error_answers_5xx_and_does_not_do_the_deed()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject(
            new Fault("error") { Operation = "CreateRole", Status = HttpStatusCode.ServiceUnavailable });

        Assert.Equal(503, (await CreateAsync(account)).Status);
        Assert.Equal(200, (await CreateAsync(account)).Status);
    }

    [Fact]
    public async Task A_reset_breaks_the_connection_before_the_deed()
    {
        await using var run = await SandboxRun.StartAsync();
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        var fault = run.Server.Faults.Inject("reset", "iam", "CreateRole");

        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(account));

        Assert.Equal(1, fault.Applied);
        Assert.Null(run.Server.Organization.Account(SandboxRun.Ordinary).Role("Any"));
    }

    [Fact]
    public async Task A_reset_after_breaks_the_connection_when_the_deed_is_done()
    {
        await using var run = await SandboxRun.StartAsync();
        await run.MakeConnectorRoleAsync(SandboxRun.Ordinary);
        var account = await run.Aws.AssumeAsync(SandboxRun.Ordinary);
        run.Server.Faults.Inject("reset-after", "iam", "CreateRole");
        run.Server.Faults.Inject("reset-after", "workload-security", "POST /awsconnectors");

        await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync(account));
        await Assert.ThrowsAsync<HttpRequestException>(() => run.PostConnectorAsync(SandboxRun.Ordinary));

        Assert.NotNull(run.Server.Organization.Account(SandboxRun.Ordinary).Role("Any"));
        Assert.Single(run.Server.Vendor.Connectors.Of(SandboxRun.Ordinary));
    }

    [Fact]
    public async Task A_fault_strikes_only_the_account_it_is_meant_for()
    {
        await using var run = await SandboxRun.StartAsync();
        run.Server.Faults.Inject("error", "sts", "AssumeRole", accountId: DefaultOrganization.AuditId);

        Assert.Equal(200, (await Assume(DefaultOrganization.LogArchiveId)).Status);
        Assert.Equal(500, (await Assume(DefaultOrganization.AuditId)).Status);

        Task<AwsReply> Assume(string account) =>
            run.Aws.AssumeRoleAsync(SandboxRun.RoleArn(account, "AWSControlTowerExecution"));
    }

    [Fact]
    public async Task A_fault_that_is_lifted_strikes_no_more()
    {
        await using var run = await SandboxRun.StartAsync();
        using (run.Server.Faults.Inject(new Fault("error") { Count = Fault.Always }))
            Assert.Equal(500, (await run.Aws.StsAsync("GetCallerIdentity")).Status);

        Assert.Equal(200, (await run.Aws.StsAsync("GetCallerIdentity")).Status);
    }

    [Fact]
    public void A_fault_that_nobody_knows_is_refused_with_the_names_of_those_there_are() =>
        Assert.Contains(
            "reset-after", Assert.Throws<ArgumentException>(() => new Fault("earthquake")).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_write_is_observed_when_it_is_done_and_before_it_is_answered()
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
