using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>
/// The state machine of one runtime. The request id is checked before the state. A refused call changes nothing.
/// <code>
/// state         next                    response, error           init/error
/// Started       Ready                   400 InvalidRequestID      InitError
/// Ready         waits                   400 InvalidRequestID      403
/// Running       the same event again    ResponseSent              403
/// ResponseSent  Ready                   403                       403
/// InitError     403                     400 InvalidRequestID      403
/// </code>
/// An offered event changes Ready to Running. 403 is InvalidStateTransition.
/// </summary>
internal sealed class RuntimeSession
{
    /// <summary>6 MB and 100 bytes, the limit of the service.</summary>
    public const int LargestPayload = 6 * 1024 * 1024 + 100;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<InvocationResult.FunctionError> _initError =
        New<InvocationResult.FunctionError>();
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<SandboxInvocation> _offered = New<SandboxInvocation>();
    private State _state = State.Started;
    private SandboxInvocation? _current;

    private enum State
    {
        Started,
        InitError,
        Ready,
        Running,
        ResponseSent,
    }

    /// <summary>Completes when the runtime reports that it cannot start.</summary>
    public Task<InvocationResult.FunctionError> InitError => _initError.Task;

    /// <summary>Completes when the runtime requests its first event, or the next event after a response.</summary>
    public Task Ready
    {
        get { lock (_gate) return _ready.Task; }
    }

    /// <summary>Passes an event to a runtime that waits for one.</summary>
    public void Offer(SandboxInvocation invocation)
    {
        lock (_gate)
        {
            if (_state != State.Ready)
                throw new InvalidOperationException($"The runtime cannot receive an event in the state {_state}.");
            _state = State.Running;
            _current = invocation;
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var offered = _offered;
            _offered = New<SandboxInvocation>();
            offered.SetResult(invocation);
        }
    }

    public async Task<RuntimeReply> NextAsync(CancellationToken cancellationToken)
    {
        Task<SandboxInvocation> offered;
        lock (_gate)
        {
            if (_state == State.InitError)
                return Forbidden(State.Ready);
            if (_state == State.Running)
                return new RuntimeReply.Event(_current!);
            _state = State.Ready;
            _current = null;
            offered = _offered.Task;
            _ready.TrySetResult();
        }

        return new RuntimeReply.Event(await offered.WaitAsync(cancellationToken));
    }

    /// <summary>If the response is too large, the platform returns an error to the caller.</summary>
    public RuntimeReply Respond(string requestId, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            if (Refusal(requestId, "InvocationResponse") is { } refusal)
                return refusal;
            _state = State.ResponseSent;
            if (body.Length <= LargestPayload)
            {
                _current!.Complete(new InvocationResult.Succeeded(Encoding.UTF8.GetString(body.Span)));
                return new RuntimeReply.Accepted();
            }

            _current!.Complete(PostedError.Read("Function.ResponseSizeTooLarge", TooLarge(body.Length)));
            return new RuntimeReply.Refused(
                413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({LargestPayload} bytes).");
        }
    }

    public RuntimeReply Fail(string requestId, InvocationResult.FunctionError error)
    {
        lock (_gate)
        {
            if (Refusal(requestId, "InvocationErrorResponse") is { } refusal)
                return refusal;
            _state = State.ResponseSent;
            _current!.Complete(error);
            return new RuntimeReply.Accepted();
        }
    }

    public RuntimeReply FailInit(InvocationResult.FunctionError error)
    {
        lock (_gate)
        {
            if (_state != State.Started)
                return Forbidden(State.InitError);
            _state = State.InitError;
        }

        _initError.TrySetResult(error);
        return new RuntimeReply.Accepted();
    }

    private RuntimeReply.Refused? Refusal(string requestId, string wanted)
    {
        if (_current?.RequestId != requestId)
            return new RuntimeReply.Refused(400, "InvalidRequestID", "Invalid request ID");
        return _state == State.Running ? null : Forbidden(wanted);
    }

    private RuntimeReply.Refused Forbidden(State wanted) => Forbidden(wanted.ToString());

    private RuntimeReply.Refused Forbidden(string wanted) => new(
        403,
        "InvalidStateTransition",
        $"Transition from {_state} to {wanted} is not allowed.");

    private static string TooLarge(int length) =>
        new JsonObject
        {
            ["errorType"] = "Function.ResponseSizeTooLarge",
            ["errorMessage"] =
                $"Response payload size ({length} bytes) exceeded maximum allowed payload size"
                + $" ({LargestPayload} bytes).",
        }.ToJsonString();

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
