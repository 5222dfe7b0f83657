using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The result of an invocation. <see cref="Payload"/> is the JSON that a caller of Invoke receives.</summary>
internal abstract record InvocationResult
{
    private InvocationResult()
    {
    }

    public abstract string Payload { get; }

    public sealed record Succeeded(string Response) : InvocationResult
    {
        public override string Payload => Response;
    }

    /// <summary>The runtime reported an error, at INIT or for the invocation.</summary>
    /// <param name="Type">The <c>errorType</c> of the body, or the type in the header if the body has none.</param>
    /// <param name="Message">The <c>errorMessage</c> of the body, or the whole body if it has none.</param>
    /// <param name="FiledAs">The type in the header if it is well formed; otherwise <c>Function.Unknown</c> or
    /// <c>Runtime.Unknown</c>.</param>
    /// <param name="Body">As the runtime sent it.</param>
    public sealed record FunctionError(string Type, string Message, string FiledAs, string Body) : InvocationResult
    {
        public override string Payload => Body;
    }

    /// <summary>The environment was killed at the deadline.</summary>
    public sealed record TimedOut(string RequestId, TimeSpan After) : InvocationResult
    {
        public override string Payload => Error(
            "Sandbox.Timedout",
            string.Create(
                CultureInfo.InvariantCulture,
                $"RequestId: {RequestId} Error: Task timed out after {After.TotalSeconds:0.00} seconds"));
    }

    /// <summary>The process ended before it responded.</summary>
    /// <param name="RequestId">The lost invocation.</param>
    /// <param name="ExitCode">137 if the process was killed.</param>
    public sealed record Crashed(string RequestId, int ExitCode) : InvocationResult
    {
        public override string Payload => Error(
            "Runtime.ExitError",
            $"RequestId: {RequestId} Error: Runtime exited with error: {Cause}");

        private string Cause => ExitCode == 137 ? "signal: killed" : $"exit status {ExitCode}";
    }

    private static string Error(string type, string message) =>
        new JsonObject { ["errorType"] = type, ["errorMessage"] = message }.ToJsonString();
}
