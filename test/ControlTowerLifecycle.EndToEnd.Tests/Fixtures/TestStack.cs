using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The stack in a sandbox, with real processes, and the operations that the tests share.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    private const int LinesShown = 40;
    private int _vended;

    private TestStack(LifecycleDeployment deployment)
    {
        Deployment = deployment;
        Judge = new AccountJudge(deployment.Server, deployment.Protections, TimeProvider.System);
        Production = new NamedUnit(Unit("Production").Id, "Production");
    }

    /// <summary>The smallest organization, with short delays.</summary>
    public static DeploymentOptions Quick { get; } = new()
    {
        Sandbox = new SandboxOptions { Accounts = DefaultOrganization.FewestAccounts },
        ReturnAfter = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>One environment variable of the functions. It overrides the value that the deployment sets.</summary>
    public static IReadOnlyDictionary<string, string> Variable(string name, string value) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };

    public LifecycleDeployment Deployment { get; }

    public SandboxServer Server => Deployment.Server;

    public LambdaFunction Lifecycle => Deployment.Lifecycle;

    public SandboxOrganization Organization => Deployment.Organization;

    public AccountJudge Judge { get; }

    /// <summary>The unit of vended accounts, two levels below the root.</summary>
    public NamedUnit Production { get; }

    public static async Task<TestStack> StartAsync(DeploymentOptions options) =>
        new(await LifecycleDeployment.StartAsync(
            options with { BootstrapPath = BootstrapUnderTest.Path },
            TimeProvider.System,
            TestContext.Current.CancellationToken));

    /// <summary>Starts a stack with its rules and its event source mapping. No account is onboarded yet.</summary>
    public static async Task<TestStack> StartConnectedAsync(DeploymentOptions options)
    {
        var stack = await StartAsync(options);
        stack.Deployment.Connect();
        return stack;
    }

    public OrganizationalUnit Unit(string name) => Organization.UnitsUnder(Organization.RootId)
        .SelectMany(unit => Organization.UnitsUnder(unit.Id).Prepend(unit))
        .Single(unit => unit.Name == name);

    /// <summary>Control Tower creates an account. No event is sent.</summary>
    public NamedAccount Vend(string name, string? unitId = null)
    {
        var id = $"{700_000_000_000 + (Interlocked.Increment(ref _vended) * 1_010_101L)}";
        Organization.Vend(id, name, unitId ?? Production.Id);
        return new NamedAccount(id, name);
    }

    public SandboxEvent Created(NamedAccount account) =>
        Deployment.ControlTower.CreateManagedAccount(account, Production, succeeded: true);

    public SandboxEvent Updated(NamedAccount account) =>
        Deployment.ControlTower.UpdateManagedAccount(account, Production, succeeded: true);

    /// <summary>Sends the event CreateManagedAccount to the event bus.</summary>
    public void Announce(NamedAccount account) => Deployment.Bus.Put(Created(account));

    /// <summary>Changes an account's connector role, which must exist.</summary>
    public void ChangeRole(string accountId, Func<SandboxRole, SandboxRole> change) => Organization.Change(
        accountId, account => account.With(change(account.Role(DefaultOrganization.PredecessorRole)!)));

    /// <summary>Changes an account's execution role, which must exist.</summary>
    public void ChangeExecutionRole(string accountId, Func<SandboxRole, SandboxRole> change) => Organization.Change(
        accountId, account => account.With(change(account.Role(ControlTowerAccount.ExecutionRole)!)));

    /// <summary>An explicit deny: a refusal that is final at once, because it cannot be momentary.</summary>
    public void DenyCreateRole(string accountId) => ChangeExecutionRole(accountId, role => role with
    {
        InlinePolicies = role.InlinePolicies.SetItem(
            "deny",
            """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateRole","Resource":"*"}}"""),
    });

    public void AllowCreateRole(string accountId) => ChangeExecutionRole(accountId, role => role with
    {
        InlinePolicies = role.InlinePolicies.Remove("deny"),
    });

    public Task<StackResult> CreateAsync(string revision) => WaitUntilAsync(
        "CloudFormation ended the creation of the stack", token => Deployment.CreateAsync(revision, token));

    public Task WaitUntilIdleAsync() => WaitUntilAsync("no message was queued or in flight", async token =>
    {
        await Deployment.UntilQuietAsync(token);
        return true;
    });

    public Task<InvocationResult> InvokeAsync(string payload) =>
        WaitUntilAsync("the lifecycle function returned", token => Lifecycle.InvokeAsync(payload, token));

    /// <summary>
    /// Invokes the function with one batch of messages. The event source mapping must not be connected.
    /// </summary>
    public Task<InvocationResult> InvokeBatchAsync(params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
            Deployment.WorkQueue.Send(body);
        return InvokeAsync(SqsEvent.Of(Deployment.WorkQueue.Receive(10), Deployment.WorkQueue));
    }

    /// <summary>Moves every dead letter to the work queue, as StartMessageMoveTask does.</summary>
    public void Redrive()
    {
        while (Deployment.DeadLetters.Receive(10) is { Count: > 0 } letters)
        {
            foreach (var letter in letters)
            {
                Deployment.WorkQueue.Send(letter.Body, letter.MessageAttributes, TimeSpan.Zero);
                Deployment.DeadLetters.Delete(letter.ReceiptHandle);
            }
        }
    }

    /// <summary>The outcomes that the function logged for an account so far, in order.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes(string accountId) =>
    [
        .. Lifecycle.Log.Lines
            .Where(line => line.Source == LogSource.Output)
            .Select(line => LoggedOutcome.TryRead(line.Text))
            .OfType<LoggedOutcome>()
            .Where(outcome => outcome.AccountId == accountId),
    ];

    /// <returns>The first such outcome of the account.</returns>
    public async Task<LoggedOutcome> WaitForOutcomeAsync(string accountId, string expected)
    {
        await WaitForLineAsync(
            $"account {accountId} had the outcome {expected}",
            line => LoggedOutcome.TryRead(line) is { } logged
                && logged.AccountId == accountId && logged.Outcome == expected);
        return Outcomes(accountId).First(outcome => outcome.Outcome == expected);
    }

    /// <returns>All outcomes of the account in order, as soon as there are <paramref name="count"/>.</returns>
    public async Task<string[]> WaitForOutcomesAsync(string accountId, int count)
    {
        await WaitForLineAsync($"account {accountId} had {count} outcomes", _ => Outcomes(accountId).Count >= count);
        return [.. Outcomes(accountId).Select(outcome => outcome.Outcome)];
    }

    /// <returns>The first matching line that the lifecycle function itself logged.</returns>
    public async Task<string> WaitForLineAsync(string condition, Func<string, bool> matches)
    {
        var match = await WaitUntilAsync(condition, token => Lifecycle.Log.WaitForAsync(
            line => line.Source == LogSource.Output && matches(line.Text), token));
        return match.Text;
    }

    /// <summary>Waits. A failure shows the last log lines of both functions.</summary>
    public Task<T> WaitUntilAsync<T>(string condition, Func<CancellationToken, Task<T>> wait) =>
        BoundedWait.UntilAsync(condition, wait, DescribeState, BoundedWait.LimitFor(Organization.Count));

    /// <summary>Each account has exactly one role and one connector, and the vendor can assume the role.</summary>
    public void AssertProtected(params IEnumerable<string> accountIds)
    {
        foreach (var id in accountIds)
        {
            var verdict = Judge.Judge(Organization.Account(id));
            Assert.True(
                verdict.IsProtected,
                $"Account {id} is not protected: {verdict.Skipped ?? verdict.Lacks}."
                + $"{Environment.NewLine}{DescribeState()}");
        }
    }

    public RecordedCalls RecordCalls() => new(Server);

    public ValueTask DisposeAsync() => Deployment.DisposeAsync();

    private string DescribeState() => string.Join(
        Environment.NewLine,
        [
            $"queue {Deployment.WorkQueue.Counts}, dead letters {Deployment.DeadLetters.Counts.Visible}",
            .. Deployment.Backfill.Log.Lines.Concat(Lifecycle.Log.Lines)
                .OrderBy(line => line.Time)
                .TakeLast(LinesShown)
                .Select(line => line.Text),
        ]);
}
