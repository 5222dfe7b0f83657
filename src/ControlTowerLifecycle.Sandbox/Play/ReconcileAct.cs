using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>What events did not tell: the schedule's walk finds it, and has it mended.</summary>
internal static class ReconcileAct
{
    private const string Everything = """{"reconcile":"all"}""";

    public static async Task<IReadOnlyList<string>> PlayAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var unannounced = stage.Make("event-lost");
        var protectedAccounts = stage.Judge.All().Where(verdict => verdict.IsProtected).Take(2).ToArray();
        ChangeByHand(stage, protectedAccounts[0].Account, role => role with { InlinePolicies = role.InlinePolicies.Clear() });
        ChangeByHand(stage, protectedAccounts[1].Account, role => role with { Trust = TrustsSomebodyElse });
        stage.Screen.Tell(
            $"the event of {unannounced.Name} is lost; somebody changes the roles in "
            + $"{protectedAccounts[0].Account.Name} and {protectedAccounts[1].Account.Name} by hand");

        var first = await ReconcileAsync(stage, cancellationToken);
        await stage.Deployment.UntilQuietAsync(cancellationToken);
        var second = await ReconcileAsync(stage, cancellationToken);
        return
        [
            .. Expect(first, unprotected: 3, queued: 3),
            .. Expect(second, unprotected: 0, queued: 0),
        ];
    }

    private static string TrustsSomebodyElse =>
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}
        """;

    private static void ChangeByHand(PlayContext stage, SandboxAccount account, Func<SandboxRole, SandboxRole> change) =>
        stage.Organization.Change(
            account.Id, one => one.With(change(one.Role(DefaultOrganization.PredecessorRole)!)));

    private static async Task<JsonNode?> ReconcileAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var result = await stage.Deployment.Backfill.InvokeAsync(Everything, cancellationToken);
        var counts = result is InvocationResult.Succeeded ? JsonNode.Parse(result.Payload) : null;
        stage.Screen.Tell(counts is null
            ? $"the walk failed: {result.Payload}"
            : $"the walk: {counts["accounts"]} accounts, {counts["protected"]} protected, {counts["missing"]} missing, "
                + $"{counts["drifted"]} drifted, {counts["queued"]} queued");
        return counts;
    }

    private static IEnumerable<string> Expect(JsonNode? counts, int unprotected, int queued) =>
        (int?)counts?["unprotected"] == unprotected && (int?)counts["queued"] == queued
            ? []
            : [$"a walk was to find {unprotected} unprotected and queue {queued}, and told: {counts?.ToJsonString() ?? "nothing"}"];
}
