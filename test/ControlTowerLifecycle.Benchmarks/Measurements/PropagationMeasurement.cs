using System.Globalization;
using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>New roles that the vendor cannot assume at once.</summary>
internal static class PropagationMeasurement
{
    private const int Accounts = 10;

    public static async Task<Section> RunAsync(Packages packages, CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Role propagation",
            "A batch of ten new accounts, the first of its process, no latency. The vendor can assume a new role after 0 or 10 s.");
        foreach (var package in packages.All)
        {
            foreach (var seconds in new[] { 0, 10 })
            {
                await using var stack = await MeasuredStack.StartAsync(package.Bootstrap, cancellationToken);
                stack.Deployment.Organization.RolePropagationDelay = TimeSpan.FromSeconds(seconds);
                var events = stack.Vend(Accounts);
                var start = TimeProvider.System.GetUtcNow();
                var duration = await stack.InvokeAsync(events);
                stack.RequireProtected();
                var text = string.Create(CultureInfo.InvariantCulture, $"usable after {seconds} s");
                section.Add($"propagation.{seconds}.time", $"{text}: batch", "s", package.Name, duration.TotalSeconds);
                section.Add(
                    $"propagation.{seconds}.calls", $"{text}: vendor calls for an account", "", package.Name,
                    (double)stack.CallsSince(start).Count(call => call.Call.Operation is "POST /awsconnectors" or "POST /awsconnectors/search") / Accounts,
                    new Goal(seconds == 0 ? 2 : 3));
            }
        }

        return section.Build();
    }
}
