using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>An error as the Runtime API takes it.</summary>
/// <param name="ErrorMessage">A sentence.</param>
/// <param name="ErrorType"><c>Function.…</c> or <c>Runtime.…</c>; what does not match
/// <c>(Runtime|Function)\.[A-Z][A-Za-z]+</c> is filed as Unknown.</param>
/// <param name="StackTrace">The lines of the stack trace, outermost last.</param>
internal sealed record RuntimeError(string ErrorMessage, string ErrorType, IReadOnlyList<string> StackTrace)
{
    /// <summary>
    /// What an invocation threw. A defect's message is kept to the log: it may repeat what it choked on.
    /// </summary>
    public static RuntimeError Of(Exception thrown) => thrown is FunctionErrorException error
        ? new RuntimeError(error.Message, $"Function.{error.Kind}", [])
        : new RuntimeError(
            $"Unexpected {thrown.GetType().Name}; the log has the details.",
            "Function.Unexpected",
            (thrown.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeError))]
internal sealed partial class RuntimeErrorJson : JsonSerializerContext;
