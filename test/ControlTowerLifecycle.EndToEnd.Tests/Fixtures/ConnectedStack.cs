using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// The smallest organization. The rules and the event source mapping are in place; no account is onboarded yet.
/// </summary>
public sealed class ConnectedStack : IAsyncLifetime
{
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    public async ValueTask InitializeAsync() => _stack = await TestStack.StartConnectedAsync(TestStack.Quick);

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
