namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>What a process of this executable does with an invocation.</summary>
internal interface ILambdaFunction
{
    /// <summary>
    /// Handles an invocation and answers the response's body. What it throws becomes the invocation's error.
    /// </summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="cancellationToken">Ends 500 ms before the deadline.</param>
    Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken);
}
