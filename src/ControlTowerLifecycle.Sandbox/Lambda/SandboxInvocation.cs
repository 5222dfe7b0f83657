using System.Security.Cryptography;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>One event in one environment. A retry is another invocation with the same request id.</summary>
internal sealed class SandboxInvocation(string requestId, string payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId => requestId;

    public string Payload => payload;

    public string TraceId { get; } =
        $"Root=1-{Hex(8)}-{Hex(24)};Parent={Hex(16)};Sampled=0";

    /// <summary>Set when the runtime receives the event: INIT does not count towards the timeout.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Completes with the response of the runtime. It does not complete if the process ends first.</summary>
    public Task<InvocationResult> Result => _result.Task;

    public void Complete(InvocationResult result) => _result.TrySetResult(result);

    private static string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);
}
