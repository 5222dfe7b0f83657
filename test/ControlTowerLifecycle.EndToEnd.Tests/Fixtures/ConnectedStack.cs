using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>
/// The smallest organization with the rules and the mapping in place; none of its accounts has been brought in.
/// </summary>
public sealed class ConnectedStack : IAsyncLifetime
{
    private TestStack? _stack;

    internal TestStack Stack => _stack!;

    public async ValueTask InitializeAsync() => _stack = await TestStack.StartConnectedAsync(TestStack.Quick);

    public ValueTask DisposeAsync() => _stack?.DisposeAsync() ?? ValueTask.CompletedTask;
}
