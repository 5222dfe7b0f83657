using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The configuration of a function.</summary>
internal sealed record SandboxFunctionSettings
{
    public required string Name { get; init; }

    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = "111122223333";

    /// <summary>The function's own environment variables. Variables that Lambda reserves are refused.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Credentials of a session of the execution role.</summary>
    public required FunctionCredentials Credentials { get; init; }

    /// <summary>1 to 900 seconds, from the time when the runtime receives the event.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The limit for INIT. Lambda always uses 10 seconds.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In MB. The function and the REPORT line receive it; the sandbox does not enforce it.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>The maximum number of environments. A further call waits; Lambda would return 429.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>The delays before the retries of an asynchronous invocation. Lambda waits one minute, then
    /// two.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    /// <summary>The failure destination of asynchronous invocations.</summary>
    public SandboxQueue? OnFailure { get; init; }

    public string Arn => $"arn:aws:lambda:{Region}:{AccountId}:function:{Name}";
}

internal sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken)
{
    /// <summary>Contains only the access key id, so a log cannot reveal the secrets.</summary>
    public override string ToString() => AccessKeyId;
}
