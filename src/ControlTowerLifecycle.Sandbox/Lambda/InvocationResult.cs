using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>How an invocation ended. <see cref="Payload"/> is the JSON that a caller of Invoke receives in each
/// case.</summary>
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
    /// <param name="Type">The <c>errorType</c> of the body, or of the header where the body has none.</param>
    /// <param name="Message">The <c>errorMessage</c> of the body, or the body where it is no such JSON.</param>
    /// <param name="FiledAs">The header's type where it is well formed, else <c>Function.Unknown</c> or
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

    /// <summary>The process ended before it had answered.</summary>
    /// <param name="RequestId">The invocation that was lost.</param>
    /// <param name="ExitCode">137 where it was killed.</param>
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
