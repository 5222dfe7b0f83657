using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Play;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>What one phase did to an organization, and what it took.</summary>
internal sealed record ScalePhase
{
    /// <summary>A call by which each walk proves its key before the first account; it is about no account.</summary>
    public const string Search = "POST /awsconnectors/search";

    public const string Register = "POST /awsconnectors";

    /// <summary>deploy, update or reconcile.</summary>
    public required string Name { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Of the backfill function: each proves its key once.</summary>
    public required int Walks { get; init; }

    /// <summary>Every call to AWS and to the vendor.</summary>
    public required IReadOnlyList<CallRecord> Calls { get; init; }

    /// <summary>What the lifecycle function told, one for every message that it worked on.</summary>
    public required IReadOnlyList<LoggedOutcome> Outcomes { get; init; }

    /// <summary>Eligible accounts that are not protected afterwards, and why.</summary>
    public required IReadOnlyList<string> Unprotected { get; init; }

    /// <summary>What changed beside the connectors and connector roles of eligible accounts.</summary>
    public required IReadOnlyList<string> Touched { get; init; }

    /// <summary>The most memory of a process so far, in bytes, by function.</summary>
    public required IReadOnlyDictionary<string, long> PeakMemoryBytes { get; init; }

    /// <summary>The calls that are about one account; the others are made once a process, a walk, a page or a batch.</summary>
    public IEnumerable<CallRecord> OfAccounts
    {
        get
        {
            var proofs = Walks;
            return Calls.Where(record => IsOfAnAccount(record.Call) && !(IsProof(record.Call) && proofs-- > 0));
        }
    }

    /// <summary>How often the vendor was called about an account, for those that it was called about.</summary>
    public IReadOnlyDictionary<string, int> VendorCalls(string? operation = null) => OfAccounts
        .Where(record => record.Call.Service == SandboxVendor.Name)
        .Where(record => operation is null || record.Call.Operation == operation)
        .CountBy(record => record.Call.AccountId!, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);

    private static bool IsProof(SandboxCall call) =>
        call is { Operation: Search, AccountId: DefaultOrganization.ManagementId };

    private static bool IsOfAnAccount(SandboxCall call) => call.AccountId is not null
        && (call.Service is "iam" or "sts" or SandboxVendor.Name || call.Operation == "DescribeAccount");
}
