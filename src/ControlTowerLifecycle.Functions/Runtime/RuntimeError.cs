using System.Text.Json.Serialization;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>The body of an error report to the Runtime API.</summary>
/// <param name="ErrorMessage">A sentence.</param>
/// <param name="ErrorType">Must match <c>(Runtime|Function)\.[A-Z][A-Za-z]+</c>; Lambda reports any other type as
/// Unknown.</param>
/// <param name="StackTrace">The lines of the stack trace, outermost last.</param>
internal sealed record RuntimeError(string ErrorMessage, string ErrorType, IReadOnlyList<string> StackTrace)
{
    /// <summary>
    /// The error report for an exception. The message of a defect is only logged, because it can quote the event.
    /// </summary>
    public static RuntimeError Of(Exception thrown) => thrown is FunctionErrorException error
        ? new RuntimeError(OutsideText.CleanSentence(error.Message), $"Function.{error.Kind}", [])
        : new RuntimeError(
            $"Unexpected {thrown.GetType().Name}; the log has the details.",
            "Function.Unexpected",
            (thrown.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuntimeError))]
internal sealed partial class RuntimeErrorJson : JsonSerializerContext;
