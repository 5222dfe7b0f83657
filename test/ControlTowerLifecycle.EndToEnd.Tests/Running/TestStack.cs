using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Running;

/// <summary>The stack in a sandbox, with real processes, and what the scenarios ask of it again and again.</summary>
internal sealed class TestStack : IAsyncDisposable
{
    private const int LinesShown = 40;
    private int _vended;

    private TestStack(LifecycleDeployment deployment)
    {
        Deployment = deployment;
        Judge = new AccountJudge(deployment.Server, TimeProvider.System);
        Production = new NamedUnit(Unit("Production").Id, "Production");
    }

    /// <summary>The smallest organization, where nothing waits longer than it has to.</summary>
    public static DeploymentOptions Quick { get; } = new()
    {
        Sandbox = new SandboxOptions { Accounts = DefaultOrganization.FewestAccounts },
        ReturnAfter = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>One environment variable of the functions, in the place of what the deployment sets.</summary>
    public static IReadOnlyDictionary<string, string> Variable(string name, string value) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value };

    public LifecycleDeployment Deployment { get; }

    public SandboxServer Server => Deployment.Server;

    public LambdaFunction Lifecycle => Deployment.Lifecycle;

    public SandboxOrganization Organization => Deployment.Organization;

    public AccountJudge Judge { get; }

    /// <summary>Where accounts are vended, two levels below the root.</summary>
    public NamedUnit Production { get; }

    public static async Task<TestStack> StartAsync(DeploymentOptions options) =>
        new(await LifecycleDeployment.StartAsync(
            options with { BootstrapPath = BootstrapUnderTest.Path },
            TimeProvider.System,
            TestContext.Current.CancellationToken));

    /// <summary>With the rules and the mapping in place, and no account brought in yet.</summary>
    public static async Task<TestStack> StartConnectedAsync(DeploymentOptions options)
    {
        var stack = await StartAsync(options);
        stack.Deployment.Connect();
        return stack;
    }

    public OrganizationalUnit Unit(string name) => Organization.UnitsUnder(Organization.RootId)
        .SelectMany(unit => Organization.UnitsUnder(unit.Id).Prepend(unit))
        .Single(unit => unit.Name == name);

    /// <summary>Control Tower makes an account; nothing is announced.</summary>
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

    /// <summary>Control Tower announces the account as created.</summary>
    public void Announce(NamedAccount account) => Deployment.Bus.Put(Created(account));

    /// <summary>Changes an account's connector role, which must be there.</summary>
    public void ChangeRole(string accountId, Func<SandboxRole, SandboxRole> change) => Organization.Change(
        accountId, account => account.With(change(account.Role(DefaultOrganization.PredecessorRole)!)));

    /// <summary>Changes an account's execution role, which must be there.</summary>
    public void ChangeExecutionRole(string accountId, Func<SandboxRole, SandboxRole> change) => Organization.Change(
        accountId, account => account.With(change(account.Role(ControlTowerAccount.ExecutionRole)!)));

    public Task<StackResult> CreateAsync(string revision) =>
        UntilAsync("CloudFormation had created the stack", token => Deployment.CreateAsync(revision, token));

    public Task QuietAsync() => UntilAsync("nothing was queued or in hand", async token =>
    {
        await Deployment.UntilQuietAsync(token);
        return true;
    });

    public Task<InvocationResult> InvokeAsync(string payload) =>
        UntilAsync("the lifecycle function had answered", token => Lifecycle.InvokeAsync(payload, token));

    /// <summary>Hands the messages to the function as one batch, past the mapping. To be used without one.</summary>
    public Task<InvocationResult> InvokeBatchAsync(params IEnumerable<string> bodies)
    {
        foreach (var body in bodies)
            Deployment.WorkQueue.Send(body);
        return InvokeAsync(SqsEvent.Of(Deployment.WorkQueue.Receive(10), Deployment.WorkQueue));
    }

    /// <summary>Moves every dead letter to the work queue, as StartMessageMoveTask does.</summary>
    public void Replay()
    {
        while (Deployment.DeadLetters.Receive(10) is { Count: > 0 } some)
        {
            foreach (var letter in some)
            {
                Deployment.WorkQueue.Send(letter.Body, letter.MessageAttributes, TimeSpan.Zero);
                Deployment.DeadLetters.Delete(letter.ReceiptHandle);
            }
        }
    }

    /// <summary>What the function has told of an account so far, in order.</summary>
    public IReadOnlyList<LoggedOutcome> Outcomes(string accountId) =>
    [
        .. Lifecycle.Log.Lines
            .Where(line => line.Source == LogSource.Output)
            .Select(line => LoggedOutcome.TryRead(line.Text))
            .OfType<LoggedOutcome>()
            .Where(outcome => outcome.AccountId == accountId),
    ];

    /// <summary>The first outcome of an account that is told by that word.</summary>
    public async Task<LoggedOutcome> OutcomeAsync(string accountId, string word)
    {
        await LineAsync(
            $"account {accountId} was told to be {word}",
            line => LoggedOutcome.TryRead(line) is { } told && told.AccountId == accountId && told.Outcome == word);
        return Outcomes(accountId).First(outcome => outcome.Outcome == word);
    }

    /// <summary>The words of an account's outcomes in order, as soon as there are that many.</summary>
    public async Task<string[]> WordsAsync(string accountId, int outcomes)
    {
        await LineAsync($"account {accountId} had {outcomes} outcomes", _ => Outcomes(accountId).Count >= outcomes);
        return [.. Outcomes(accountId).Select(outcome => outcome.Outcome)];
    }

    /// <summary>The first line of the lifecycle function's own that matches, there already or yet to come.</summary>
    public async Task<string> LineAsync(string what, Func<string, bool> matches)
    {
        var line = await UntilAsync(what, token => Lifecycle.Log.WaitForAsync(
            one => one.Source == LogSource.Output && matches(one.Text), token));
        return line.Text;
    }

    /// <summary>Waits with what both functions wrote last as the circumstances.</summary>
    public Task<T> UntilAsync<T>(string what, Func<CancellationToken, Task<T>> wait) =>
        Patience.UntilAsync(what, wait, Circumstances, Patience.LimitFor(Organization.Count));

    /// <summary>The account has its one role and its one connector, and the vendor can get in.</summary>
    public void AssertProtected(params IEnumerable<string> accountIds)
    {
        foreach (var id in accountIds)
        {
            var verdict = Judge.Judge(Organization.Account(id));
            Assert.True(
                verdict.IsProtected,
                $"Account {id} is not protected: {verdict.Skipped ?? verdict.Lacks}."
                + $"{Environment.NewLine}{Circumstances()}");
        }
    }

    public CallMark Mark() => new(Server);

    public ValueTask DisposeAsync() => Deployment.DisposeAsync();

    private string Circumstances() => string.Join(
        Environment.NewLine,
        [
            $"queue {Deployment.WorkQueue.Counts}, dead letters {Deployment.DeadLetters.Counts.Visible}",
            .. Deployment.Backfill.Log.Lines.Concat(Lifecycle.Log.Lines)
                .OrderBy(line => line.Time)
                .TakeLast(LinesShown)
                .Select(line => line.Text),
        ]);
}
