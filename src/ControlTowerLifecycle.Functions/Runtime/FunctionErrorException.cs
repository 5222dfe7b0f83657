namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>
/// Ends an invocation with an error on purpose, so that Lambda retries the event or makes it a dead letter.
/// </summary>
/// <param name="kind">The error type without the prefix <c>Function.</c>: letters only, the first one a
/// capital.</param>
/// <param name="message">A sentence without secrets: it reaches the caller and the dead letter.</param>
internal sealed class FunctionErrorException(string kind, string message) : Exception(message)
{
    public string Kind { get; } = kind;
}
