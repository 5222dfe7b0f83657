using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.Sandbox.Play;

/// <summary>Three accounts are vended while calls to each vendor fail, and the function is killed in one.</summary>
internal static class TroubleAct
{
    public static async Task<IReadOnlyList<string>> RunAsync(PlayContext play, CancellationToken cancellationToken)
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
                play.Output.Write($"The function is killed in {killed.Name}, after CreateRole and before the next write.");
            }

            return Task.CompletedTask;
        });
        InjectedFault[] injected =
            [.. play.Deployment.Protections.Vendors.SelectMany(vendor => Inject(faults, vendor.Service, vendor.Registration))];
        play.SendEvent(killed);
        play.SendEvent(play.Vend("throttled"));
        play.SendEvent(play.Vend("response-lost"));
        await play.Deployment.UntilQuietAsync(cancellationToken);
        play.Output.Write(
            $"The vendor throttled {Applied(FaultNames.Throttle)} calls and failed {Applied(FaultNames.Error)} calls."
            + $" It lost the response of {Applied(FaultNames.ResetAfter)} successful call{(injected.Length > 3 ? "s" : "")}.");
        foreach (var fault in injected)
            fault.Dispose();
        return
        [
            .. kills > 0 ? [] : (string[])["The function was not killed."],
            .. injected.Where(fault => fault.Applied == 0)
                .Select(fault => $"The fault '{fault.Fault.Name}' was applied to no call of {fault.Fault.Service}."),
        ];

        int Applied(string name) => injected.Where(fault => fault.Fault.Name == name).Sum(fault => fault.Applied);
    }

    private static IEnumerable<InjectedFault> Inject(SandboxFaults faults, string service, string registration) =>
    [
        faults.Inject(new Fault(FaultNames.Throttle) { Service = service, Count = 4, RetryAfter = TimeSpan.FromSeconds(1) }),
        faults.Inject(FaultNames.Error, service, count: 6),
        faults.Inject(FaultNames.ResetAfter, service, registration),
    ];
}
