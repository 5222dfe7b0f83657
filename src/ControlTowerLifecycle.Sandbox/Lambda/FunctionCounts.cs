namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>What a function did so far.</summary>
/// <param name="Invocations">Attempts: each retry of an asynchronous invocation is one.</param>
/// <param name="Errors">Of these, the ones that the runtime reported as errors.</param>
/// <param name="Timeouts">Of these, the ones that were killed at the deadline or at the end of the time for
/// INIT.</param>
/// <param name="Crashes">Of these, the ones whose process ended first, by its own doing or killed.</param>
/// <param name="InitFailures">Of these, the ones that never reached the runtime because INIT failed.</param>
/// <param name="Environments">Cold starts.</param>
internal sealed record FunctionCounts(
    int Invocations, int Errors, int Timeouts, int Crashes, int InitFailures, int Environments);
