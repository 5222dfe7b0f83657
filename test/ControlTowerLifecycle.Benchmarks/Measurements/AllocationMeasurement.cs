using System.Diagnostics;
using System.Globalization;
using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The bytes that the function allocates for one account.</summary>
internal static class AllocationMeasurement
{
    private const int Accounts = 50;

    private static string ThisAssembly => Path.Join(AppContext.BaseDirectory, "ControlTowerLifecycle.Benchmarks.dll");

    public static async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var section = new SectionBuilder(
            "Allocation",
            $"Bytes that a warm process allocates for one account, average of {Accounts}, one a batch; counted by .NET with the JIT.");
        await using var stack = await MeasuredStack.StartAsync(ThisAssembly, cancellationToken);
        foreach (var account in stack.Vend(20))
            await stack.InvokeAsync(account);
        var accounts = stack.Vend(Accounts);
        section.Add("allocated.new", "new account", "bytes", "bytes", await MeasureAsync(stack, accounts, cancellationToken));
        section.Add("allocated.unchanged", "unchanged account", "bytes", "bytes", await MeasureAsync(stack, accounts, cancellationToken));
        stack.RequireProtected();
        return section.Build();
    }

    private static async Task<double> MeasureAsync(
        MeasuredStack stack, IReadOnlyList<string> accounts, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(stack, cancellationToken);
        foreach (var account in accounts)
            await stack.InvokeAsync(account);
        return (double)(await ReadAsync(stack, cancellationToken) - before) / accounts.Count;
    }

    private static async Task<long> ReadAsync(MeasuredStack stack, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = stack.Lifecycle.Log.Subscribe(line =>
        {
            if (line.Text.StartsWith(AllocatingFunction.Prefix, StringComparison.Ordinal))
                answer.TrySetResult(long.Parse(line.Text.AsSpan(AllocatingFunction.Prefix.Length), CultureInfo.InvariantCulture));
        });
        using var kill = Process.Start("kill", ["-CONT", $"{stack.Lifecycle.Environments.Single().ProcessId}"]);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }
}
