using System.Diagnostics;
using System.Globalization;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Interruption;

/// <summary>Lambda freezes a process, another process does its work, and the first one continues where it stopped.</summary>
public sealed class FrozenProcessTests
{
    [Theory]
    [InlineData("PutRolePolicy")]
    [InlineData("CreateRole")]
    public async Task Process_that_continues_after_another_one_registered_the_account_registers_nothing(string frozenAfter)
    {
        await using var stack = await TestStack.StartConnectedAsync(
            TestStack.Quick with { MaximumConcurrency = 2, BatchSize = 1 });
        var account = stack.Vend("frozen");
        var frozen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var freezing = stack.Server.Faults.OnWrite(async (call, token) =>
        {
            if (call.Operation != frozenAfter || frozen.Task.IsCompleted)
                return;

            var process = Assert.Single(stack.Lifecycle.Environments).ProcessId;
            await SignalAsync("STOP", process, token);
            frozen.SetResult(process);
        });
        stack.Announce(account);
        var stopped = await stack.WaitUntilAsync("the first process was frozen", token => frozen.Task.WaitAsync(token));

        stack.Announce(account);
        await stack.WaitForOutcomeAsync(account.Id, "onboarded");
        await SignalAsync("CONT", stopped, TestContext.Current.CancellationToken);
        await stack.WaitUntilIdleAsync();
        await stack.WaitForOutcomesAsync(account.Id, 2);

        Assert.Single(stack.Server.Vendor.Connectors.Of(account.Id));
        Assert.Equal(1, stack.Server.Vendor.Calls.Count("POST /awsconnectors", account.Id));
        stack.AssertProtected(account.Id);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    private static async Task SignalAsync(string signal, int process, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
