using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// The default organization of twelve accounts. The stack is deployed and all queued messages are done.
/// </summary>
public sealed class DeployedStack : IAsyncLifetime
{
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    /// <summary>The state before the deployment.</summary>
    internal SandboxSnapshot Before { get; private set; } = new([]);

    internal StackResult Result { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(TestStack.Quick with { Sandbox = new SandboxOptions() });
        Before = _stack.Server.Snapshot();
        Result = await _stack.CreateAsync("1");
        await _stack.WaitUntilIdleAsync();
    }

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
