using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The runs that prove the permissions of both functions. Each run uses one process, which starts cold, and makes every
/// call that the function's code makes to AWS. A permission for a new call is proved by a run here that makes the call.
/// </summary>
internal static class PermissionRuns
{
    private const string Unreadable = "no JSON";

    /// <summary>
    /// The first batch has a new member account, the management account, an account that is rejected, an account
    /// that is retryable, and two messages with one cause: the second one requests a digest. The second batch has an event that the member is no longer governed and an event that <see
    /// cref="MotoOrganization.Departed"/> left the organization: its state and its registration record are read. If the
    /// management account was onboarded before, the second batch has it again, after a change of its role.
    /// </summary>
    public static async Task<LifecycleRunLog> LifecycleAsync(MotoStack stack)
    {
        var organization = stack.Organization;
        var events = new ControlTowerEventFactory(
            organization.Management.Id, organization.OrganizationId, DeployedTemplate.Region, TimeProvider.System);
        var management = events.UpdateManagedAccount(organization.Management, organization.Unit, succeeded: true);
        await using var function = stack.CreateFunction(Permission.Lifecycle);
        await ProcessAsync(
            function,
            stack,
            events.CreateManagedAccount(organization.Member, organization.Unit, succeeded: true).ToJson(),
            management.ToJson(),
            events.CreateManagedAccount(organization.Denied, organization.Unit, succeeded: true).ToJson(),
            events.CreateManagedAccount(organization.Unregistered, organization.Unit, succeeded: true).ToJson(),
            Unreadable,
            Unreadable);
        List<string> second =
        [
            events.Baseline("DisableBaseline", organization.Member, succeeded: true).ToJson(),
            events.RemoveAccountFromOrganization(organization.Departed).ToJson(),
        ];
        if (ReadLog(function).OutcomesFor(organization.Management).Single().Outcome == "onboarded")
        {
            await stack.DriftAsync();
            second.Add(management.ToJson());
        }

        await ProcessAsync(function, stack, second);
        return ReadLog(function);
    }

    /// <summary>
    /// CloudFormation creates the custom resource of the stack. Then all accounts are reconciled, of which two have a
    /// connector, so that their state is read. Then the accounts of one unit are reconciled.
    /// </summary>
    public static async Task<BackfillRunResult> BackfillAsync(MotoStack stack)
    {
        stack.Register(stack.Organization.Management);
        stack.Register(stack.Organization.Member);
        if (stack.HasCloudAccounts)
            await stack.CreateVisionOnePolicyAsync();
        await using var bucket = await ResponseBucket.StartAsync(
            TimeProvider.System, TestContext.Current.CancellationToken);
        await using var function = stack.CreateFunction(Permission.Backfill);
        var cloudFormation = new SandboxStack(function, bucket, new SandboxStackSettings(), TimeProvider.System);
        return new BackfillRunResult(
            await WaitUntilAsync(
                function, "CloudFormation received a response", token => cloudFormation.CreateAsync("1", token)),
            await ReconcileAsync(function, "all"),
            await ReconcileAsync(function, stack.Organization.Unit.Id))
        {
            // A walk does not fail if it cannot keep the external ID.
            NotKept = [.. ReadLog(function).Log.Where(line => line.Contains("is not kept in the secret", StringComparison.Ordinal))],
        };
    }

    private static async Task<JsonNode> ReconcileAsync(LambdaFunction function, string scope)
    {
        var result = await InvokeAsync(function, new JsonObject { ["reconcile"] = scope });
        return JsonNode.Parse(result.Payload)!;
    }

    /// <summary>
    /// Invokes the function with the events as messages of the work queue and waits until the log is complete.
    /// </summary>
    private static async Task ProcessAsync(
        LambdaFunction function, MotoStack stack, params IReadOnlyList<string> bodies)
    {
        var messages = await stack.EnqueueAsync([.. bodies]);
        Assert.IsType<InvocationResult.Succeeded>(await InvokeAsync(function, Batch(messages.Select(Record))));

        // Log lines and responses arrive on separate channels. This line is written last, so the log is complete with
        // it.
        var end = $"the end of {Guid.NewGuid()}";
        await InvokeAsync(function, Batch(
        [
            new JsonObject
            {
                ["messageId"] = "end",
                ["body"] = new JsonObject { ["source"] = end }.ToJsonString(),
            },
        ]));
        await WaitUntilAsync(function, "the log was complete", token => function.Log.WaitForAsync(
            line => line.Text.Contains(end, StringComparison.Ordinal), token));
    }

    private static LifecycleRunLog ReadLog(LambdaFunction function) => new(
        [.. function.Log.Lines.Where(line => line.Source == LogSource.Output).Select(line => line.Text)]);

    private static Task<InvocationResult> InvokeAsync(LambdaFunction function, JsonObject payload) =>
        WaitUntilAsync(
            function, "the function returned", token => function.InvokeAsync(payload.ToJsonString(), token));

    private static Task<T> WaitUntilAsync<T>(
        LambdaFunction function, string condition, Func<CancellationToken, Task<T>> wait) =>
        BoundedWait.UntilAsync(
            condition, wait, () => string.Join(Environment.NewLine, function.Log.Lines.Select(line => line.Text)));

    /// <summary>A batch in the format of Lambda's event source mapping.</summary>
    private static JsonObject Batch(IEnumerable<JsonNode> records) =>
        new() { ["Records"] = new JsonArray([.. records]) };

    /// <summary>A received message in the format of Lambda's event source mapping.</summary>
    private static JsonObject Record(JsonNode message) => new()
    {
        ["messageId"] = message["MessageId"]!.DeepClone(),
        ["receiptHandle"] = message["ReceiptHandle"]!.DeepClone(),
        ["body"] = message["Body"]!.DeepClone(),

        // A refusal by IAM can be momentary before the fourth receive.
        ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "4" },
        ["eventSource"] = "aws:sqs",
    };
}

/// <summary>The results of a run of the backfill function.</summary>
/// <param name="Created">The result of the stack's creation.</param>
/// <param name="All">The response of the reconciliation of all accounts.</param>
/// <param name="Unit">The response of the reconciliation of one unit.</param>
internal sealed record BackfillRunResult(StackResult Created, JsonNode All, JsonNode Unit)
{
    /// <summary>The texts of failed invocations.</summary>
    public IEnumerable<string> Failures =>
        [.. new[] { Created.Reason, (string?)All["errorMessage"], (string?)Unit["errorMessage"] }.OfType<string>(), .. NotKept];

    /// <summary>The log lines of the external ID that was not kept.</summary>
    public required IReadOnlyList<string> NotKept { get; init; }

    /// <summary>
    /// The number of accounts whose state the reconciliation could not read. The response has no cause for them; the
    /// lifecycle function logs the cause when it processes their messages.
    /// </summary>
    public int Unread => (int?)All["failed"] ?? 0;
}

/// <summary>The log lines of a run of the lifecycle function.</summary>
internal sealed record LifecycleRunLog(IReadOnlyList<string> Log)
{
    public IEnumerable<LoggedOutcome> OutcomesFor(NamedAccount account) => Log
        .Select(LoggedOutcome.TryRead)
        .OfType<LoggedOutcome>()
        .Where(outcome => outcome.AccountId == account.Id);

    /// <summary>The refusals in the log, except those of the given accounts.</summary>
    public IEnumerable<string> RefusalsExcept(params IReadOnlyList<NamedAccount> accounts) => Log.Where(line =>
        line.Contains("AccessDenied", StringComparison.Ordinal)
        && accounts.All(account => (string?)JsonNode.Parse(line)!["accountId"] != account.Id));
}
