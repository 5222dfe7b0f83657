using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>A call as faults, observers and logs speak of it.</summary>
/// <param name="Service">For example <c>iam</c> or <c>workload-security</c>.</param>
/// <param name="Operation">For example <c>CreateRole</c> or <c>POST /awsconnectors</c>.</param>
/// <param name="AccountId">The account it is about, which need not be the caller's; null where it is
/// about none.</param>
internal sealed record SandboxCall(string Service, string Operation, string? AccountId);

/// <summary>A call that was answered, or left without an answer.</summary>
/// <param name="At">When it arrived.</param>
/// <param name="Call">What was asked.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Status">The HTTP status; 0 where the connection was broken.</param>
internal sealed record CallRecord(DateTimeOffset At, SandboxCall Call, string Method, string Path, int Status);

/// <summary>
/// Every call that a server took, in the order in which they were finished. It holds no header and no body.
/// </summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<CallRecord> _records = new();

    public IReadOnlyCollection<CallRecord> Records => _records;

    public void Add(CallRecord record) => _records.Enqueue(record);

    public void Clear() => _records.Clear();

    /// <summary>How many calls of that operation were made, by whatever service.</summary>
    public int Count(string operation, string? accountId = null) => _records.Count(record =>
        string.Equals(record.Call.Operation, operation, StringComparison.Ordinal)
        && (accountId is null || string.Equals(record.Call.AccountId, accountId, StringComparison.Ordinal)));

    /// <summary>Calls by <c>service operation</c>.</summary>
    public IReadOnlyDictionary<string, int> CountByOperation() => _records
        .CountBy(record => $"{record.Call.Service} {record.Call.Operation}", StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);
}
