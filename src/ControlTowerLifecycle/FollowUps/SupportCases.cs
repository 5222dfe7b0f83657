using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>
/// Opens one support case for each account, whatever is redelivered, killed or done at the same time: claim, look, open,
/// record.
/// <list type="bullet">
/// <item>Only the attempt that holds the claim opens a case. A claim belongs to one attempt, so a message that is delivered
/// twice does not open two.</item>
/// <item>CreateCase knows no idempotency. If its response is lost, or the process is killed, nothing is done before the claim
/// ends; then another attempt takes it over, and finds the case.</item>
/// <item>A frozen process must not open a case after its claim has ended: the clock is compared before the call.</item>
/// </list>
/// </summary>
internal sealed class SupportCases(ISupport support, ICaseClaims claims, SupportCaseTemplate template, TimeProvider time)
{
    /// <summary>Longer than an attempt, and than a new case takes to be found.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>The end of the lease in which no case is opened: longer than a call.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMinutes(1);

    /// <summary>AWS Support keeps cases for twelve months and may refuse to return older ones.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(360);

    /// <param name="account">The account.</param>
    /// <param name="name">The account's name; null if it is not known.</param>
    /// <param name="claimant">Unique to the attempt.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SupportCaseResult> OpenAsync(
        AccountId account, string? name, string claimant, CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        if (!await claims.TryClaimAsync(account, claimant, start, start + Lease, cancellationToken))
        {
            return await claims.FindCaseAsync(account, cancellationToken) is { } recorded
                ? new SupportCaseResult.Existing(recorded)
                : new SupportCaseResult.Held();
        }

        var request = template.For(account, name);
        var found = await support.FindCaseAsync(request, start - LookBack, cancellationToken);
        if (found is null && time.GetUtcNow() >= start + Lease - Guard)
            return new SupportCaseResult.Held();

        var caseId = found ?? await support.CreateCaseAsync(request, cancellationToken);
        await claims.RecordCaseAsync(account, caseId, cancellationToken);
        return found is null ? new SupportCaseResult.Opened(caseId) : new SupportCaseResult.Existing(caseId);
    }
}

/// <summary>How an attempt to open a case ended. Closed.</summary>
internal abstract record SupportCaseResult
{
    private SupportCaseResult()
    {
    }

    public sealed record Opened(string CaseId) : SupportCaseResult;

    /// <summary>The account has a case.</summary>
    public sealed record Existing(string CaseId) : SupportCaseResult;

    /// <summary>Another attempt may be opening the case; a later one looks again.</summary>
    public sealed record Held : SupportCaseResult;
}
