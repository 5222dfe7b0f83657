namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>
/// An invocation that ends in an error on purpose, so that Lambda retries it or hands it to the dead letters.
/// </summary>
/// <param name="kind">A word of letters that starts with a capital; Lambda files the error under <c>Function.</c> and
/// this word.</param>
/// <param name="message">A sentence without secrets: it reaches the caller and the dead letter.</param>
internal sealed class FunctionErrorException(string kind, string message) : Exception(message)
{
    public string Kind { get; } = kind;
}
