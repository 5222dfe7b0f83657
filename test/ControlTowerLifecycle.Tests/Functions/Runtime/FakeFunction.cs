using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Tests.Functions.Runtime;

/// <summary>A scripted function that records its invocations.</summary>
internal sealed class FakeFunction(Func<Invocation, CancellationToken, Task<ReadOnlyMemory<byte>>> handle) : ILambdaFunction
{
    private readonly List<Invocation> _invocations = [];

    public IReadOnlyList<Invocation> Invocations => _invocations;

    public static FakeFunction Returns(string response) =>
        new((_, _) => Task.FromResult<ReadOnlyMemory<byte>>(System.Text.Encoding.UTF8.GetBytes(response)));

    public static FakeFunction Throws(Exception thrown) => new((_, _) => throw thrown);

    public static FakeFunction Runs(Action<Invocation, CancellationToken> act) => new((invocation, token) =>
    {
        act(invocation, token);
        return Task.FromResult(ReadOnlyMemory<byte>.Empty);
    });

    public Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        _invocations.Add(invocation);
        return handle(invocation, cancellationToken);
    }
}
