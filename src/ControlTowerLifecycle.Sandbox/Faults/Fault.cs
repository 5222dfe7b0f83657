using System.Net;

namespace ControlTowerLifecycle.Sandbox.Faults;

internal static class FaultNames
{
    /// <summary>The operation runs after a delay.</summary>
    public const string Latency = "latency";

    /// <summary>The call is throttled. The operation does not run.</summary>
    public const string Throttle = "throttle";

    /// <summary>The call returns a 5xx status. The operation does not run.</summary>
    public const string Error = "error";

    /// <summary>The connection breaks before the operation runs.</summary>
    public const string Reset = "reset";

    /// <summary>The operation runs and its response is lost.</summary>
    public const string ResetAfter = "reset-after";

    /// <summary>One entry of an SQS batch fails in a response with HTTP 200.</summary>
    public const string EntryError = "entry-error";

    public static IReadOnlyList<string> All { get; } = [Latency, Throttle, Error, Reset, ResetAfter, EntryError];
}

/// <summary>A fault and the calls that it applies to.</summary>
internal sealed record Fault
{
    /// <summary>A <see cref="Count"/> without limit.</summary>
    public const int Always = int.MaxValue;

    public Fault(string name)
    {
        Name = FaultNames.All.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new ArgumentException(
                $"There is no fault '{name}'. The faults are {string.Join(", ", FaultNames.All)}.", nameof(name));
    }

    /// <summary>One of <see cref="FaultNames"/>.</summary>
    public string Name { get; }

    /// <summary>For example <c>iam</c>, <c>organizations</c> or <c>workload-security</c>; null matches all.</summary>
    public string? Service { get; init; }

    /// <summary>For example <c>CreateRole</c> or <c>POST /awsconnectors</c>; null matches all.</summary>
    public string? Operation { get; init; }

    /// <summary>The account that the call concerns; null matches all.</summary>
    public string? AccountId { get; init; }

    /// <summary>The number of calls that the fault applies to.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The number of matching calls that pass first.</summary>
    public int After { get; init; }

    /// <summary>For <see cref="FaultNames.Latency"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>For <see cref="FaultNames.Error"/>.</summary>
    public HttpStatusCode Status { get; init; } = HttpStatusCode.InternalServerError;

    /// <summary>For <see cref="FaultNames.Throttle"/>; null sends no Retry-After.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool Matches(SandboxCall call) =>
        (Service is null || string.Equals(Service, call.Service, StringComparison.OrdinalIgnoreCase))
        && (Operation is null || string.Equals(Operation, call.Operation, StringComparison.Ordinal))
        && (AccountId is null || string.Equals(AccountId, call.AccountId, StringComparison.Ordinal));
}

/// <summary>An active fault. Disposing removes it.</summary>
internal sealed class InjectedFault(Fault fault, Action<InjectedFault> remove) : IDisposable
{
    private int _seen;
    private int _applied;

    public Fault Fault => fault;

    /// <summary>The number of calls that the fault was applied to.</summary>
    public int Applied => Volatile.Read(ref _applied);

    public void Dispose() => remove(this);

    /// <summary>Called under the lock of the collection.</summary>
    public bool TryApply(SandboxCall call)
    {
        if (_applied >= fault.Count || !fault.Matches(call) || _seen++ < fault.After)
            return false;
        _applied++;
        return true;
    }
}
