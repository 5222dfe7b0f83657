using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>An account without an event and two changed roles: the scheduled walk must find and repair them.</summary>
internal static class ReconcileAct
{
    private const string AllAccounts = """{"reconcile":"all"}""";

    public static async Task<IReadOnlyList<string>> RunAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var unannounced = play.Vend("event-lost");
        var changed = play.Judge.All().Where(verdict => verdict.IsProtected).Take(2).ToArray();
        play.Organization.Change(changed[0].Account.Id, account => account.WithoutPermissions());
        play.Organization.Change(changed[1].Account.Id, account => account.WithForeignTrust());
        play.Output.Write(
            $"The event of {unannounced.Name} is lost."
            + $" The roles in {changed[0].Account.Name} and {changed[1].Account.Name} are changed manually.");

        var first = await ReconcileAsync(play, cancellationToken);
        await play.Deployment.UntilQuietAsync(cancellationToken);
        var second = await ReconcileAsync(play, cancellationToken);
        return
        [
            .. Expect(first, unprotected: 3, queued: 3),
            .. Expect(second, unprotected: 0, queued: 0),
        ];
    }

    private static async Task<JsonNode?> ReconcileAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var result = await play.Deployment.Backfill.InvokeAsync(AllAccounts, cancellationToken);
        var counts = result is InvocationResult.Succeeded ? JsonNode.Parse(result.Payload) : null;
        play.Output.Write(counts is null
            ? $"The walk failed: {result.Payload}"
            : $"The walk found {counts["accounts"]} accounts: {counts["protected"]} protected,"
                + $" {counts["missing"]} missing, {counts["drifted"]} drifted. It queued {counts["queued"]}.");
        return counts;
    }

    private static IEnumerable<string> Expect(JsonNode? counts, int unprotected, int queued) =>
        (int?)counts?["unprotected"] == unprotected && (int?)counts["queued"] == queued
            ? []
            : [$"The walk must find {unprotected} unprotected accounts and queue {queued}."
                + $" It returned {counts?.ToJsonString() ?? "no counts"}."];
}
