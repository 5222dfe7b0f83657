using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Faults;

namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>The calls to AWS and to both APIs of the vendor since this object was created.</summary>
internal sealed class RecordedCalls
{
    private static readonly string[] ReadingVerbs =
        ["Get", "List", "Describe", "Filter", "AssumeRole", "Receive", "GET ", "POST /awsconnectors/search"];

    private readonly SandboxServer _server;
    private readonly int _aws;
    private readonly int _vendor;
    private readonly int _cloudAccounts;

    public RecordedCalls(SandboxServer server)
    {
        _server = server;
        _aws = server.AwsCalls.Records.Count;
        _vendor = server.Vendor.Calls.Records.Count;
        _cloudAccounts = server.CloudAccounts.Calls.Records.Count;
    }

    /// <summary>Failed calls included.</summary>
    public IReadOnlyList<CallRecord> All =>
    [
        .. _server.AwsCalls.Records.Skip(_aws),
        .. _server.Vendor.Calls.Records.Skip(_vendor),
        .. _server.CloudAccounts.Calls.Records.Skip(_cloudAccounts),
    ];

    /// <summary>Every call that is not a known read, as <c>service operation account</c>.</summary>
    public IReadOnlyList<string> Writes =>
    [
        .. All
            .Where(call => !IsRead(call.Call.Operation))
            .Select(call => $"{call.Call.Service} {call.Call.Operation} {call.Call.AccountId}"),
    ];

    public int Count(string operation, string? accountId = null) => All.Count(call =>
        call.Call.Operation == operation && (accountId is null || call.Call.AccountId == accountId));

    private static bool IsRead(string operation) =>
        ReadingVerbs.Any(verb => operation.StartsWith(verb, StringComparison.Ordinal));
}
