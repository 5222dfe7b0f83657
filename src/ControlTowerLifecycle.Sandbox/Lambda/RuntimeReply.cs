using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The response of the Runtime API to one call.</summary>
internal abstract record RuntimeReply
{
    private RuntimeReply()
    {
    }

    /// <summary>200 with the event in the body; request id, deadline, trace id and ARN are headers.</summary>
    public sealed record Event(SandboxInvocation Invocation) : RuntimeReply;

    /// <summary>202 <c>{"status":"OK"}</c>.</summary>
    public sealed record Accepted : RuntimeReply;

    public sealed record Refused(int Status, string Type, string Message) : RuntimeReply
    {
        public string Body => new JsonObject { ["errorMessage"] = Message, ["errorType"] = Type }.ToJsonString();
    }
}
