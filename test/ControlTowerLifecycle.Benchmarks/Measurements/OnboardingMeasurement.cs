using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Sandbox.Deployment;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The time of one account when AWS and the vendor answer at once.</summary>
internal static class OnboardingMeasurement
{
    private const int Runs = 30;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "One account",
            $"{Runs} accounts one after the other, no latency: what the function itself and the sandbox take. Cold is the first"
            + " invocation of a process.");
        foreach (var package in packages.All)
        {
            await MeasureAsync(section, package, ChosenProtections.WorkloadSecurityAlone, "", "", cancellationToken);
            await MeasureAsync(section, package, ChosenProtections.Both, "both.", ", both protections", cancellationToken);
        }

        return section.Build();
    }

    private static async Task MeasureAsync(
        SectionBuilder section, Package package, ChosenProtections protections, string prefix, string suffix,
        CancellationToken cancellationToken)
    {
        await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken, protections: protections);
        // The code of the sandbox is compiled by its first calls.
        await stack.InvokeAsync(stack.Vend());
        await stack.InvokeAsync(stack.Vend());
        var (cold, warm, unchanged) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            await stack.StartProcessAsync(cancellationToken);
            cold.Add((await stack.InvokeAsync(stack.Vend())).TotalMilliseconds);
        }

        for (var run = 0; run < Runs; run++)
        {
            var account = stack.Vend();
            warm.Add((await stack.InvokeAsync(account)).TotalMilliseconds);
            unchanged.Add((await stack.InvokeAsync(account)).TotalMilliseconds);
        }

        stack.RequireProtected();
        var goal = prefix.Length == 0 ? new Goal(40) : null;
        section.Add($"onboard.{prefix}cold.p50", $"new account, cold{suffix}", "ms", package.Name, Percentile.Of(cold, 50), goal);
        section.Add($"onboard.{prefix}warm.p50", $"new account, warm{suffix}", "ms", package.Name, Percentile.Of(warm, 50));
        section.Add(
            $"onboard.{prefix}unchanged.p50", $"unchanged account{suffix}", "ms", package.Name, Percentile.Of(unchanged, 50));
    }
}
