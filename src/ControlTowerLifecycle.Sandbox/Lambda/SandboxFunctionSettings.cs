using ControlTowerLifecycle.Sandbox.Queues;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The configuration of a function, with Lambda's own defaults where they are of use here.</summary>
internal sealed record SandboxFunctionSettings
{
    public required string Name { get; init; }

    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = "111122223333";

    /// <summary>What the function's owner sets. The variables that Lambda reserves are refused, as Lambda refuses
    /// them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of a session of the execution role.</summary>
    public required FunctionCredentials Credentials { get; init; }

    /// <summary>From the moment the runtime has the event: 1 to 900 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long INIT may take: 10 seconds, which nobody can change in Lambda.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In MB. Told to the function and reported; nothing enforces it.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>How many environments there are at most. A call over that waits, where Lambda would answer
    /// 429.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>The waits before the retries of an asynchronous invocation: one minute, then two.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    /// <summary>Where an asynchronous invocation is recorded whose retries have run out.</summary>
    public SandboxQueue? OnFailure { get; init; }

    public string Arn => $"arn:aws:lambda:{Region}:{AccountId}:function:{Name}";
}

internal sealed record FunctionCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken)
{
    /// <summary>Names the key only: a log of this record gives nothing away.</summary>
    public override string ToString() => AccessKeyId;
}
