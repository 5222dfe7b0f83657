namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>Handles the invocations of one process.</summary>
internal interface ILambdaFunction
{
    /// <summary>
    /// Handles an invocation and returns the body of the response. An exception becomes the invocation's error.
    /// </summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="cancellationToken">Ends 500 ms before the deadline.</param>
    Task<ReadOnlyMemory<byte>> InvokeAsync(Invocation invocation, CancellationToken cancellationToken);
}
