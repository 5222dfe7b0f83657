using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>An act of the play.</summary>
/// <param name="Name">One word.</param>
/// <param name="WhatHappens">A sentence for the one who watches.</param>
/// <param name="PlayAsync">Plays it and answers what went otherwise than it should.</param>
internal sealed record Act(
    string Name, string WhatHappens, Func<PlayContext, CancellationToken, Task<IReadOnlyList<string>>> PlayAsync);

/// <summary>The life of a stack, in six acts.</summary>
internal static class Acts
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("deploy", "CloudFormation creates the stack; all existing accounts are brought in.", DeployAsync),
        new("vend", "Control Tower vends three accounts; one event comes twice, one account is not ready, one vending fails.", VendAsync),
        new("trouble", "Three more are vended while the vendor throttles and fails; the function is killed between two writes.", TroubleAsync),
        new("reconcile", "An event was lost and roles were changed by hand; the schedule's walk finds it and has it mended.",
            ReconcileAct.PlayAsync),
        new("update", "Every role has an older version's policy; CloudFormation updates the stack.", UpdateAsync),
        new("delete", "CloudFormation deletes the stack; protection stays.", DeleteAsync),
    ];

    private static async Task<IReadOnlyList<string>> DeployAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var result = await stage.Deployment.CreateAsync("1", cancellationToken);
        TellAnswer(stage, result);
        await stage.Deployment.UntilQuietAsync(cancellationToken);
        return Expect(result, StackStatus.CreateComplete);
    }

    private static async Task<IReadOnlyList<string>> VendAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var twice = stage.Make("payments-prod");
        stage.Deployment.Bus.Faults.DuplicateNext(1);
        stage.Announce(twice);

        var late = stage.Make("data-lake");
        var ready = stage.Organization.Account(late.Id);
        stage.Organization.Change(late.Id, account => account.WithoutRole(ControlTowerAccount.ExecutionRole));
        stage.Announce(late);

        stage.Announce(stage.Make("web-prod"));
        stage.Deployment.Bus.Put(stage.Deployment.ControlTower.CreateManagedAccount(
            new NamedAccount("799999999999", "never-made"), stage.Production, succeeded: false));

        await stage.UntilAsync(late.Id, "retry", cancellationToken);
        stage.Screen.Tell($"Control Tower finishes the execution role of {late.Name}");
        stage.Organization.Change(late.Id, account => account.With(ready.Role(ControlTowerAccount.ExecutionRole)!));
        await stage.Deployment.UntilQuietAsync(cancellationToken);
        return [];
    }

    private static async Task<IReadOnlyList<string>> TroubleAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var killed = stage.Make("killed-between-writes");
        var faults = stage.Deployment.Server.Faults;
        var kills = 0;
        using var killing = faults.OnWrite((call, _) =>
        {
            if (call is { Operation: "CreateRole" } && call.AccountId == killed.Id && Interlocked.Increment(ref kills) == 1)
            {
                stage.Deployment.Lifecycle.KillCurrent(environment =>
                    environment.CurrentPayload!.Contains(killed.Id, StringComparison.Ordinal));
                stage.Screen.Tell($"the function is killed after CreateRole in {killed.Name}, before its policy is put");
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
        stage.Announce(killed);
        stage.Announce(stage.Make("throttled"));
        stage.Announce(stage.Make("answer-lost"));
        await stage.Deployment.UntilQuietAsync(cancellationToken);
        stage.Screen.Tell(
            $"the vendor throttled {throttled.Struck} calls, failed {failing.Struck}, and lost {lost.Struck} answer after the deed");
        return
        [
            .. kills > 0 ? [] : (string[])["the function was not killed"],
            .. new[] { throttled, failing, lost }.Where(fault => fault.Struck == 0)
                .Select(fault => $"the fault '{fault.Fault.Name}' struck no call"),
        ];
    }

    private static async Task<IReadOnlyList<string>> UpdateAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var older = 0;
        foreach (var account in stage.Organization.Accounts)
        {
            if (account.Role(DefaultOrganization.PredecessorRole) is { InlinePolicies.Count: > 0 } role)
            {
                stage.Organization.Change(account.Id, one => one.With(WithOlderPolicy(role)));
                older += stage.Judge.Judge(stage.Organization.Account(account.Id)).IsProtected ? 0 : 1;
            }
        }

        var result = await stage.Deployment.Stack.UpdateAsync("2", cancellationToken);
        TellAnswer(stage, result);
        await stage.Deployment.UntilQuietAsync(cancellationToken);
        return [.. Expect(result, StackStatus.UpdateComplete), .. older > 0 ? [] : (string[])["no role had an older policy"]];
    }

    private static async Task<IReadOnlyList<string>> DeleteAsync(PlayContext stage, CancellationToken cancellationToken)
    {
        var before = stage.Deployment.Server.Snapshot();
        var result = await stage.Deployment.DeleteAsync(cancellationToken);
        TellAnswer(stage, result);
        return
        [
            .. Expect(result, StackStatus.DeleteComplete),
            .. stage.Deployment.Server.Snapshot().ChangesSince(before).Select(change => $"deleting the stack changed: {change}"),
        ];
    }

    /// <summary>The policy as it was before its last action came to it.</summary>
    internal static SandboxRole WithOlderPolicy(SandboxRole role) => role with
    {
        InlinePolicies = role.InlinePolicies.SetItems(role.InlinePolicies.Select(policy => KeyValuePair.Create(
            policy.Key, policy.Value.Replace(",\"workspaces:DescribeWorkspaces\"", "", StringComparison.Ordinal)))),
    };

    private static void TellAnswer(PlayContext stage, StackResult result) => stage.Screen.Tell(
        $"CloudFormation: {result.Status}{(result.Reason is { } why ? $", {why}" : "")}"
        + string.Concat(result.Data.Select(entry => $", {entry.Key} {entry.Value}")));

    private static IReadOnlyList<string> Expect(StackResult result, StackStatus wanted) =>
        result.Status == wanted ? [] : [$"the stack ended in {result.Status}: {result.Reason}"];
}
