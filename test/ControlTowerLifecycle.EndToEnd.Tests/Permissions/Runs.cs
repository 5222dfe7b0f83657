using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// What each function does in one process that starts cold, so that it comes past every call its code makes to AWS. A
/// permission for a new call is proved by having the call made here.
/// </summary>
internal static class Runs
{
    /// <summary>
    /// A batch with a new member account, the management account itself, an account that ends rejected, and one that is
    /// to be tried again; then the member as if it had left, and the management account once more, whose role has
    /// drifted meanwhile, where it did not fail the first time.
    /// </summary>
    public static async Task<LifecycleRun> LifecycleAsync(MotoStack stack)
    {
        var organization = stack.Organization;
        var events = new ControlTowerEventFactory(
            organization.Management.Id, organization.OrganizationId, DeployedTemplate.Region, TimeProvider.System);
        var management = events.UpdateManagedAccount(organization.Management, organization.Unit, succeeded: true);
        await using var function = stack.Function(Permission.Lifecycle);
        await WorkOffAsync(
            function,
            stack,
            events.CreateManagedAccount(organization.Member, organization.Unit, succeeded: true),
            management,
            events.CreateManagedAccount(organization.Paralysed, organization.Unit, succeeded: true),
            events.CreateManagedAccount(organization.Unregistered, organization.Unit, succeeded: true));
        var left = events.Baseline("DisableBaseline", organization.Member, succeeded: true);
        if (LogOf(function).OutcomesOf(organization.Management).Single().Outcome == "onboarded")
        {
            await stack.DriftAsync();
            await WorkOffAsync(function, stack, left, management);
        }
        else
        {
            await WorkOffAsync(function, stack, left);
        }

        return LogOf(function);
    }

    /// <summary>
    /// CloudFormation creates the stack's custom resource; then all accounts are reconciled, two of which the vendor
    /// watches already, so that they are looked into; and then those of one unit.
    /// </summary>
    public static async Task<BackfillRun> BackfillAsync(MotoStack stack)
    {
        stack.Register(stack.Organization.Management);
        stack.Register(stack.Organization.Member);
        await using var bucket = await ResponseBucket.StartAsync(
            TimeProvider.System, TestContext.Current.CancellationToken);
        await using var function = stack.Function(Permission.Backfill);
        var cloudFormation = new SandboxStack(function, bucket, new SandboxStackSettings(), TimeProvider.System);
        return new BackfillRun(
            await UntilAsync(function, "CloudFormation was answered", token => cloudFormation.CreateAsync("1", token)),
            await ReconcileAsync(function, "all"),
            await ReconcileAsync(function, stack.Organization.Unit.Id));
    }

    private static async Task<JsonNode> ReconcileAsync(LambdaFunction function, string what)
    {
        var result = await InvokeAsync(function, new JsonObject { ["reconcile"] = what });
        return JsonNode.Parse(result.Payload)!;
    }

    /// <summary>Has the events come by the work queue, and waits until the log tells all that became of them.</summary>
    private static async Task WorkOffAsync(
        LambdaFunction function, MotoStack stack, params IReadOnlyList<SandboxEvent> events)
    {
        var messages = await stack.EnqueueAsync([.. events.Select(one => one.ToJson())]);
        Assert.IsType<InvocationResult.Succeeded>(await InvokeAsync(function, Batch(messages.Select(Record))));

        // The log comes on another way than the answers. This line is written last, so with it all others are there.
        var end = $"the end of {Guid.NewGuid()}";
        await InvokeAsync(function, Batch(
        [
            new JsonObject
            {
                ["messageId"] = "end",
                ["body"] = new JsonObject { ["source"] = end }.ToJsonString(),
            },
        ]));
        await UntilAsync(function, "the log was complete", token => function.Log.WaitForAsync(
            line => line.Text.Contains(end, StringComparison.Ordinal), token));
    }

    private static LifecycleRun LogOf(LambdaFunction function) => new(
        [.. function.Log.Lines.Where(line => line.Source == LogSource.Output).Select(line => line.Text)]);

    private static Task<InvocationResult> InvokeAsync(LambdaFunction function, JsonObject payload) =>
        UntilAsync(
            function, "the function had answered", token => function.InvokeAsync(payload.ToJsonString(), token));

    private static Task<T> UntilAsync<T>(
        LambdaFunction function, string what, Func<CancellationToken, Task<T>> wait) =>
        Patience.UntilAsync(
            what, wait, () => string.Join(Environment.NewLine, function.Log.Lines.Select(line => line.Text)));

    /// <summary>A batch as Lambda's event-source mapping hands it over.</summary>
    private static JsonObject Batch(IEnumerable<JsonNode> records) =>
        new() { ["Records"] = new JsonArray([.. records]) };

    /// <summary>A message as it is received, in the words of an event-source mapping.</summary>
    private static JsonObject Record(JsonNode message) => new()
    {
        ["messageId"] = message["MessageId"]!.DeepClone(),
        ["receiptHandle"] = message["ReceiptHandle"]!.DeepClone(),
        ["body"] = message["Body"]!.DeepClone(),
        ["attributes"] = message["Attributes"]!.DeepClone(),
        ["eventSource"] = "aws:sqs",
    };
}

/// <summary>What a run of the backfill function told.</summary>
/// <param name="Created">What CloudFormation was answered.</param>
/// <param name="All">What the reconciliation of all accounts was answered with.</param>
/// <param name="Unit">The same of one unit.</param>
internal sealed record BackfillRun(StackResult Created, JsonNode All, JsonNode Unit)
{
    /// <summary>What a person reads where something broke off.</summary>
    public IEnumerable<string> Failures =>
        new[] { Created.Reason, (string?)All["errorMessage"], (string?)Unit["errorMessage"] }.OfType<string>();

    /// <summary>
    /// Accounts that the reconciliation could not look into. Of these it tells no more than the number; what they were
    /// refused with is told when their messages are worked off.
    /// </summary>
    public int NotLookedInto => (int?)All["failed"] ?? 0;
}

/// <summary>What a run of the lifecycle function told.</summary>
internal sealed record LifecycleRun(IReadOnlyList<string> Log)
{
    public IEnumerable<LoggedOutcome> OutcomesOf(NamedAccount account) => Log
        .Select(LoggedOutcome.TryRead)
        .OfType<LoggedOutcome>()
        .Where(outcome => outcome.AccountId == account.Id);

    /// <summary>Refusals that a person reads of, save for those of some accounts.</summary>
    public IEnumerable<string> RefusalsBeside(params IReadOnlyList<NamedAccount> accounts) => Log.Where(line =>
        line.Contains("AccessDenied", StringComparison.Ordinal)
        && accounts.All(account => (string?)JsonNode.Parse(line)!["accountId"] != account.Id));
}
