using ControlTowerLifecycle.Sandbox.CloudAccounts;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>The result and the cost of one phase.</summary>
internal sealed record ScalePhase
{
    /// <summary>Each walk verifies its key with one such call, which is not about an account.</summary>
    public const string Search = "POST /awsconnectors/search";

    public const string Register = "POST /awsconnectors";

    /// <summary>deploy, update or reconcile.</summary>
    public required string Name { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>The invocations of the backfill function. Each verifies its key once.</summary>
    public required int Walks { get; init; }

    /// <summary>All calls to AWS and to the vendor.</summary>
    public required IReadOnlyList<CallRecord> Calls { get; init; }

    /// <summary>The outcomes that the lifecycle function logged, one per message.</summary>
    public required IReadOnlyList<LoggedOutcome> Outcomes { get; init; }

    /// <summary>The eligible accounts that are not protected after the phase, each with the reason.</summary>
    public required IReadOnlyList<string> Unprotected { get; init; }

    /// <summary>All changes other than to connectors and connector roles of eligible accounts.</summary>
    public required IReadOnlyList<string> OtherChanges { get; init; }

    /// <summary>The peak memory of a process so far, in bytes, by function.</summary>
    public required IReadOnlyDictionary<string, long> PeakMemoryBytes { get; init; }

    /// <summary>The calls about one account. The other calls are made once per process, walk, page or batch.</summary>
    public IEnumerable<CallRecord> AccountCalls
    {
        get
        {
            var keyChecks = Walks;
            return Calls.Where(record => IsAboutAccount(record.Call) && !(IsKeyCheck(record.Call) && keyChecks-- > 0));
        }
    }

    /// <summary>The number of vendor calls by account. Accounts without a call are missing.</summary>
    public IReadOnlyDictionary<string, int> VendorCalls(
        string? operation = null, string service = SandboxVendor.Name) => AccountCalls
        .Where(record => record.Call.Service == service)
        .Where(record => operation is null || record.Call.Operation == operation)
        .CountBy(record => record.Call.AccountId!, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    private static bool IsKeyCheck(SandboxCall call) =>
        call is { Operation: Search, AccountId: DefaultOrganization.ManagementId };

    private static bool IsAboutAccount(SandboxCall call) => call.AccountId is not null
        && (call.Service is "iam" or "sts" or SandboxVendor.Name or CloudAccountsTenant.Name
            || call.Operation == "DescribeAccount");
}
