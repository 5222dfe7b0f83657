using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>The life of a stack in six acts.</summary>
internal static class Acts
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("deploy", "CloudFormation creates the stack. The backfill function queues every existing account.",
            DeployAsync),
        new("vend", "Control Tower vends three accounts. One event arrives twice. One account is not ready at first."
            + " A fourth account cannot be vended.", VendAsync),
        new("trouble", "Control Tower vends three more accounts. The vendor throttles and fails calls."
            + " The lifecycle function is killed between two writes.", TroubleAct.RunAsync),
        new("reconcile", "One event is lost and two roles are changed manually."
            + " The scheduled walk finds these accounts and repairs them.", ReconcileAct.RunAsync),
        new("update", "Every role has the policy of an older version. CloudFormation updates the stack."
            + " The functions refresh every role.", UpdateAsync) { OnboardedWord = "refreshed" },
        new("delete", "CloudFormation deletes the stack. The protection stays.", DeleteAsync),
    ];

    private static async Task<IReadOnlyList<string>> DeployAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var result = await play.Deployment.CreateAsync("1", cancellationToken);
        WriteResult(play, result);
        await play.Deployment.UntilQuietAsync(cancellationToken);
        return Expect(result, StackStatus.CreateComplete);
    }

    private static async Task<IReadOnlyList<string>> VendAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var duplicated = play.Vend("payments-prod");
        play.Deployment.Bus.Faults.DuplicateNext(1);
        play.SendEvent(duplicated);

        var late = play.Vend("data-lake");
        var ready = play.Organization.Account(late.Id);
        play.Organization.Change(late.Id, account => account.WithoutRole(ControlTowerAccount.ExecutionRole));
        play.SendEvent(late);

        play.SendEvent(play.Vend("web-prod"));
        play.Deployment.Bus.Put(play.Deployment.ControlTower.CreateManagedAccount(
            new NamedAccount("799999999999", "never-vended"), play.Production, succeeded: false));

        await play.WaitForOutcomeAsync(late.Id, "retry", cancellationToken);
        play.Output.Write($"Control Tower creates the execution role of {late.Name}.");
        play.Organization.Change(late.Id, account => account.With(ready.Role(ControlTowerAccount.ExecutionRole)!));
        await play.Deployment.UntilQuietAsync(cancellationToken);
        return [];
    }

    private static async Task<IReadOnlyList<string>> UpdateAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var outdated = 0;
        foreach (var account in play.Organization.Accounts)
        {
            play.Organization.Change(account.Id, current => current.WithOlderPolicies(play.Organization.Time.GetUtcNow()));
            outdated += play.Judge.Judge(play.Organization.Account(account.Id)).IsFailed ? 1 : 0;
        }

        var result = await play.Deployment.Stack.UpdateAsync("2", cancellationToken);
        WriteResult(play, result);
        await play.Deployment.UntilQuietAsync(cancellationToken);
        return
        [
            .. Expect(result, StackStatus.UpdateComplete),
            .. outdated > 0 ? [] : (string[])["No role had an older policy."],
        ];
    }

    private static async Task<IReadOnlyList<string>> DeleteAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var before = play.Deployment.Server.Snapshot();
        var result = await play.Deployment.DeleteAsync(cancellationToken);
        WriteResult(play, result);
        return
        [
            .. Expect(result, StackStatus.DeleteComplete),
            .. play.Deployment.Server.Snapshot().ChangesSince(before)
                .Select(change => $"The deletion changed {change}"),
        ];
    }

    private static void WriteResult(PlayContext play, StackResult result) => play.Output.Write(
        $"CloudFormation: {result.Status}{(result.Reason is { } why ? $", {why}" : "")}"
        + string.Concat(result.Data.Select(entry => $", {entry.Key} {entry.Value}")));

    private static IReadOnlyList<string> Expect(StackResult result, StackStatus expected) =>
        result.Status == expected ? [] : [$"The stack status is {result.Status}: {result.Reason}"];
}
