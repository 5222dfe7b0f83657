using System.Collections.Concurrent;

namespace ControlTowerLifecycle.Sandbox.Faults;

/// <summary>Identifies a call for faults, observers and logs.</summary>
/// <param name="Service">For example <c>iam</c> or <c>workload-security</c>.</param>
/// <param name="Operation">For example <c>CreateRole</c> or <c>POST /awsconnectors</c>.</param>
/// <param name="AccountId">The account that the call concerns, often not the caller's; null if there is none.</param>
internal sealed record SandboxCall(string Service, string Operation, string? AccountId);

/// <summary>A completed call, with or without a response.</summary>
/// <param name="At">When the call arrived.</param>
/// <param name="Call">Service, operation and account.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path without its query.</param>
/// <param name="Status">The HTTP status; 0 if the connection broke.</param>
internal sealed record CallRecord(DateTimeOffset At, SandboxCall Call, string Method, string Path, int Status);

/// <summary>
/// Every call of a server, in the order of completion. It contains no headers and no bodies.
/// </summary>
internal sealed class CallLog
{
    private readonly ConcurrentQueue<CallRecord> _records = new();

    public IReadOnlyCollection<CallRecord> Records => _records;

    public void Add(CallRecord record) => _records.Enqueue(record);

    public void Clear() => _records.Clear();

    /// <summary>The number of calls of an operation, whatever the service.</summary>
    public int Count(string operation, string? accountId = null) => _records.Count(record =>
        string.Equals(record.Call.Operation, operation, StringComparison.Ordinal)
        && (accountId is null || string.Equals(record.Call.AccountId, accountId, StringComparison.Ordinal)));

    /// <summary>The number of calls by <c>service operation</c>.</summary>
    public IReadOnlyDictionary<string, int> CountByOperation() => _records
        .CountBy(record => $"{record.Call.Service} {record.Call.Operation}", StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);
}
