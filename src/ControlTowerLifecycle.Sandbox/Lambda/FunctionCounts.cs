namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The counts of a function so far.</summary>
/// <param name="Invocations">Attempts, including retries of asynchronous invocations.</param>
/// <param name="Errors">Attempts that the runtime reported as errors.</param>
/// <param name="Timeouts">Attempts that ended at the deadline or at the INIT timeout.</param>
/// <param name="Crashes">Attempts whose process exited or was killed.</param>
/// <param name="InitFailures">Attempts that did not reach the handler, because INIT failed.</param>
/// <param name="Environments">Cold starts.</param>
internal sealed record FunctionCounts(
    int Invocations, int Errors, int Timeouts, int Crashes, int InitFailures, int Environments);
