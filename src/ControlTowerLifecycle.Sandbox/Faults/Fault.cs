using System.Net;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>The faults by name.</summary>
internal static class FaultNames
{
    /// <summary>The call is carried out, later.</summary>
    public const string Latency = "latency";

    /// <summary>The call is refused for coming too often.</summary>
    public const string Throttle = "throttle";

    /// <summary>The call is answered with a 5xx and not carried out.</summary>
    public const string Error = "error";

    /// <summary>The connection breaks before the deed.</summary>
    public const string Reset = "reset";

    /// <summary>The deed is done, the answer is lost.</summary>
    public const string ResetAfter = "reset-after";

    /// <summary>One entry of an SQS batch fails, within an answer of HTTP 200.</summary>
    public const string EntryError = "entry-error";

    public static IReadOnlyList<string> All { get; } = [Latency, Throttle, Error, Reset, ResetAfter, EntryError];
}

/// <summary>A fault to be injected, and which calls it strikes.</summary>
internal sealed record Fault
{
    /// <summary>Strikes every matching call until it is lifted.</summary>
    public const int Always = int.MaxValue;

    public Fault(string name)
    {
        Name = FaultNames.All.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new ArgumentException(
                $"No fault is called '{name}'; there are {string.Join(", ", FaultNames.All)}.", nameof(name));
    }

    /// <summary>One of <see cref="FaultNames"/>.</summary>
    public string Name { get; }

    /// <summary>For example <c>iam</c>, <c>organizations</c> or <c>workload-security</c>; null strikes all.</summary>
    public string? Service { get; init; }

    /// <summary>For example <c>CreateRole</c> or <c>POST /awsconnectors</c>; null strikes all.</summary>
    public string? Operation { get; init; }

    /// <summary>Strikes only calls about this account; null strikes all.</summary>
    public string? AccountId { get; init; }

    /// <summary>How many calls it strikes before it is spent.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many matching calls it lets pass first.</summary>
    public int After { get; init; }

    /// <summary>Of <see cref="FaultNames.Latency"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of <see cref="FaultNames.Error"/>.</summary>
    public HttpStatusCode Status { get; init; } = HttpStatusCode.InternalServerError;

    /// <summary>Of <see cref="FaultNames.Throttle"/>; null sends no Retry-After.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Strikes(SandboxCall call) =>
        (Service is null || string.Equals(Service, call.Service, StringComparison.OrdinalIgnoreCase))
        && (Operation is null || string.Equals(Operation, call.Operation, StringComparison.Ordinal))
        && (AccountId is null || string.Equals(AccountId, call.AccountId, StringComparison.Ordinal));
}

/// <summary>A fault that is in force. Disposing lifts it.</summary>
internal sealed class InjectedFault(Fault fault, Action<InjectedFault> lift) : IDisposable
{
    private int _seen;
    private int _struck;

    public Fault Fault => fault;

    /// <summary>How many calls it struck so far.</summary>
    public int Struck => Volatile.Read(ref _struck);

    public void Dispose() => lift(this);

    /// <summary>Called under the lock of the collection.</summary>
    public bool TryStrike(SandboxCall call)
    {
        if (_struck >= fault.Count || !fault.Strikes(call) || _seen++ < fault.After)
            return false;
        _struck++;
        return true;
    }
}
