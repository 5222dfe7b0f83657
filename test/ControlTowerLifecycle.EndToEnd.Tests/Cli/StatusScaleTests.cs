using System.Diagnostics;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.EndToEnd.Tests.Scale;
using ControlTowerLifecycle.Sandbox;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary><c>ctlifecycle status</c> over a large organization in which nothing is onboarded yet.</summary>
[Trait("Category", "Long")]
public sealed class StatusScaleTests
{
    private const long MaximumMemory = 150L * 1024 * 1024;

    private static readonly TimeSpan FirstLines = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task First_lines_come_at_once_memory_is_bounded_and_vendor_lists_are_read_in_pages()
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { Sandbox = new SandboxOptions { Accounts = ScaledOrganization.Size } });
        var calls = new RecordedCalls(stack.Server);
        var start = Stopwatch.GetTimestamp();
        TimeSpan? first = null;

        var run = await ToolProcess.RunAsync(stack, _ => first ??= Stopwatch.GetElapsedTime(start), "status");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.NotNull(first);

        // A time is measured only if the size is chosen: a measurement with a machine of its own, not a test.
        if (Environment.GetEnvironmentVariable(ScaledOrganization.Variable) is { Length: > 0 })
            Assert.InRange(first!.Value, TimeSpan.Zero, FirstLines);
        Assert.InRange(run.PeakMemory, 1, MaximumMemory);
        Assert.InRange(calls.Count("POST /awsconnectors/search"), 1, 5 + (ScaledOrganization.Size / 50));
        Assert.Empty(calls.Writes);
    }
}
