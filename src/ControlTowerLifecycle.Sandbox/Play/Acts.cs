using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

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
            + " The lifecycle function is killed between two writes.", TroubleAsync),
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

    private static async Task<IReadOnlyList<string>> TroubleAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var killed = play.Vend("killed-between-writes");
        var faults = play.Deployment.Server.Faults;
        var kills = 0;
        using var killing = faults.OnWrite((call, _) =>
        {
            if (call.Operation == "CreateRole" && call.AccountId == killed.Id && Interlocked.Increment(ref kills) == 1)
            {
                play.Deployment.Lifecycle.KillCurrent(environment =>
                    environment.CurrentPayload!.Contains(killed.Id, StringComparison.Ordinal));
                play.Output.Write(
                    $"The function is killed in {killed.Name}, after CreateRole and before PutRolePolicy.");
            }

            return Task.CompletedTask;
        });
        using var throttled = faults.Inject(new Fault(FaultNames.Throttle)
        {
            Service = SandboxVendor.Name,
            Count = 4,
            RetryAfter = TimeSpan.FromSeconds(1),
        });
        using var failing = faults.Inject(FaultNames.Error, SandboxVendor.Name, count: 6);
        using var lost = faults.Inject(FaultNames.ResetAfter, SandboxVendor.Name, "POST /awsconnectors");
        play.SendEvent(killed);
        play.SendEvent(play.Vend("throttled"));
        play.SendEvent(play.Vend("response-lost"));
        await play.Deployment.UntilQuietAsync(cancellationToken);
        play.Output.Write(
            $"The vendor throttled {throttled.Applied} calls and failed {failing.Applied} calls."
            + $" It lost the response of {lost.Applied} successful call.");
        return
        [
            .. kills > 0 ? [] : (string[])["The function was not killed."],
            .. new[] { throttled, failing, lost }.Where(fault => fault.Applied == 0)
                .Select(fault => $"The fault '{fault.Fault.Name}' was applied to no call."),
        ];
    }

    private static async Task<IReadOnlyList<string>> UpdateAsync(PlayContext play, CancellationToken cancellationToken)
    {
        var outdated = 0;
        foreach (var account in play.Organization.Accounts)
        {
            if (account.Role(DefaultOrganization.PredecessorRole) is { InlinePolicies.Count: > 0 } role)
            {
                play.Organization.Change(account.Id, current => current.With(WithOlderPolicy(role)));
                outdated += play.Judge.Judge(play.Organization.Account(account.Id)).IsProtected ? 0 : 1;
            }
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

    /// <summary>The policy of an older version, without the last action.</summary>
    internal static SandboxRole WithOlderPolicy(SandboxRole role) => role with
    {
        InlinePolicies = role.InlinePolicies.SetItems(role.InlinePolicies.Select(policy => KeyValuePair.Create(
            policy.Key, policy.Value.Replace(",\"workspaces:DescribeWorkspaces\"", "", StringComparison.Ordinal)))),
    };

    private static void WriteResult(PlayContext play, StackResult result) => play.Output.Write(
        $"CloudFormation: {result.Status}{(result.Reason is { } why ? $", {why}" : "")}"
        + string.Concat(result.Data.Select(entry => $", {entry.Key} {entry.Value}")));

    private static IReadOnlyList<string> Expect(StackResult result, StackStatus expected) =>
        result.Status == expected ? [] : [$"The stack status is {result.Status}: {result.Reason}"];
}
