using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
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
    /// A batch with a new member account, the management account itself, and an account that ends rejected; then the
    /// management account once more, whose role has drifted meanwhile, where it did not fail the first time.
    /// </summary>
    public static async Task<LifecycleRun> LifecycleAsync(MotoStack stack)
    {
        var organization = stack.Organization;
        var events = new ControlTowerEvents(
            organization.Management.Id, organization.OrganizationId, DeployedTemplate.Region, TimeProvider.System);
        var management = events.UpdateManagedAccount(organization.Management, organization.Unit, succeeded: true);
        await using var function = stack.Function(Permission.Lifecycle);
        var failed = await InvokeAsync(
            function,
            Batch(
                events.CreateManagedAccount(organization.Member, organization.Unit, succeeded: true).ToJson(),
                management.ToJson(),
                events.CreateManagedAccount(organization.Paralysed, organization.Unit, succeeded: true).ToJson()));
        if (!failed.Contains("message-1", StringComparer.Ordinal))
        {
            await stack.DriftAsync();
            await InvokeAsync(function, Batch(management.ToJson()));
        }

        // The log comes on another way than the answers. This line is written last, so with it all others are there.
        const string Last = """{"source": "the run's end"}""";
        await InvokeAsync(function, Batch(Last));
        await UntilAsync(function, "the log was complete", token => function.Log.WaitForAsync(
            line => line.Text.Contains("the run's end", StringComparison.Ordinal), token));
        return new LifecycleRun(
            [.. function.Log.Lines.Where(line => line.Source == LogSource.Output).Select(line => line.Text)]);
    }

    /// <summary>CloudFormation creates the stack's custom resource, and the organization is walked.</summary>
    public static async Task<StackResult> BackfillAsync(MotoStack stack)
    {
        await using var bucket = await ResponseBucket.StartAsync(
            TimeProvider.System, TestContext.Current.CancellationToken);
        await using var function = stack.Function(Permission.Backfill);
        var cloudFormation = new SandboxStack(function, bucket, new StackSettings(), TimeProvider.System);
        return await UntilAsync(
            function, "CloudFormation was answered", token => cloudFormation.CreateAsync("1", token));
    }

    /// <returns>The messages that are handed back.</returns>
    private static async Task<IReadOnlyList<string>> InvokeAsync(LambdaFunction function, string payload)
    {
        var result = await UntilAsync(
            function, "the function had answered", token => function.InvokeAsync(payload, token));
        var answer = JsonNode.Parse(Assert.IsType<InvocationResult.Succeeded>(result).Response)!;
        return [.. answer["batchItemFailures"]!.AsArray().Select(failure => (string)failure!["itemIdentifier"]!)];
    }

    private static Task<T> UntilAsync<T>(
        LambdaFunction function, string what, Func<CancellationToken, Task<T>> wait) =>
        Patience.UntilAsync(
            what, wait, () => string.Join(Environment.NewLine, function.Log.Lines.Select(line => line.Text)));

    /// <summary>A batch as Lambda's event-source mapping hands it over.</summary>
    private static string Batch(params string[] bodies) => new JsonObject
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, index) => new JsonObject
        {
            ["messageId"] = $"message-{index}",
            ["eventSource"] = "aws:sqs",
            ["body"] = body,
        })]),
    }.ToJsonString();
}

/// <summary>What a run of the lifecycle function told.</summary>
internal sealed record LifecycleRun(IReadOnlyList<string> Log)
{
    public IEnumerable<PlayedOutcome> OutcomesOf(NamedAccount account) => Log
        .Select(PlayedOutcome.TryRead)
        .OfType<PlayedOutcome>()
        .Where(outcome => outcome.AccountId == account.Id);

    /// <summary>Refusals that a person reads of, save for those of an account.</summary>
    public IEnumerable<string> RefusalsBeside(NamedAccount account) => Log.Where(line =>
        line.Contains("AccessDenied", StringComparison.Ordinal)
        && (string?)JsonNode.Parse(line)!["accountId"] != account.Id);
}
