using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Walks the organization, or one unit of it, and queues what is to be done. The walk is a stream: a page of accounts and
/// its messages are all that is held, besides the <see cref="WalkContext"/>. It can stop after any page and go on from there
/// in another process; what a page queued twice then, the lifecycle function does once.
/// </summary>
internal sealed class OrganizationWalk(
    ScopedOrganization organization,
    AccountOnboarding onboarding,
    IGovernance governance,
    IReadOnlyList<IProtection> protections,
    IWorkQueue queue,
    AccountId managementAccountId,
    TimeProvider time)
{
    /// <summary>Each look at an account is one AssumeRole, of which STS takes 600 a second.</summary>
    private const int AtOnce = 16;

    private readonly WalkPreparation _preparation = new(governance, protections, time);

    /// <summary>Whether accounts that left are disconnected.</summary>
    public bool Disconnects { get; init; }

    /// <summary>Walks until the end, until it is asked to pause, or until its time is over.</summary>
    /// <param name="request">The walk, or the rest of it.</param>
    /// <param name="pause">Asks it to stop after the page that it is at.</param>
    /// <param name="cancellationToken">
    /// Ends it at once; the rest begins after the last page that was done. Where not one was, it throws.
    /// </param>
    /// <exception cref="RemoteSystemException">A protection cannot be worked with, or the walk broke off.</exception>
    public async Task<WalkResult> RunAsync(
        WalkRequest request, CancellationToken pause, CancellationToken cancellationToken)
    {
        var walked = new Walked(request);
        try
        {
            return request.Kind == WalkKind.UnitLeft
                ? await TellAsync(walked, pause, cancellationToken)
                : await SurveyAsync(walked, pause, cancellationToken);
        }
        catch (Exception broken) when (
            cancellationToken.IsCancellationRequested
            && walked.Next is not null
            && broken is OperationCanceledException or RemoteSystemException { Kind: FailureKind.Retryable })
        {
            return new WalkResult(walked.Next.Summary, walked.Next);
        }
    }

    private async Task<WalkResult> SurveyAsync(Walked walked, CancellationToken pause, CancellationToken cancellationToken)
    {
        var request = walked.Request;
        var ground = await _preparation.RunAsync(request.IsCreation, cancellationToken);
        var survey = new AccountSurvey(organization, onboarding, ground, Disconnects);
        var refusals = new EntryCheck(
            managementAccountId,
            request.Kind == WalkKind.Deploy ? EntryCheck.EnoughToDeploy : EntryCheck.EnoughToReconcile);

        // Whether accounts can be entered is settled where a walk begins: what refuses in its rest is the account's own.
        var isSettled = request.After is not null || !ground.IsGovernanceKnown;
        walked.Summary = walked.Summary with { Governance = ground.GovernanceWord };
        await foreach (var page in PagesAsync(walked, cancellationToken))
        {
            var verdicts = await JudgeAsync(survey, page.Accounts, request.Kind, cancellationToken);
            if (!isSettled)
                await NoteRefusalsAsync(survey, refusals, page, verdicts, request.Kind, cancellationToken);
            await QueueAsync(verdicts, cancellationToken);
            ground.Claim(page.Accounts);
            if (walked.MustPauseAfter(page, verdicts, pause))
                return walked.Result;
        }

        walked.Next = null;
        if (walked.SawEverything)
            walked.Summary = walked.Summary with { Orphaned = ground.Orphaned };

        return walked.Result;
    }

    private async Task<WalkResult> TellAsync(Walked walked, CancellationToken pause, CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(walked, cancellationToken))
        {
            AccountVerdict[] verdicts =
            [
                .. page.Accounts.Select(account =>
                    new AccountVerdict(account, Standing.Unknown) { Message = WorkMessage.ForLeft(account) }),
            ];
            await QueueAsync(verdicts, cancellationToken);
            if (walked.MustPauseAfter(page, verdicts, pause))
                return walked.Result;
        }

        walked.Next = null;
        return walked.Result;
    }

    private IAsyncEnumerable<AccountPage> PagesAsync(Walked walked, CancellationToken cancellationToken) =>
        organization.PagesAsync(walked.Request.Unit, walked.Request.After, cancellationToken);

    private static async Task<AccountVerdict[]> JudgeAsync(
        AccountSurvey survey, IReadOnlyList<ManagedAccount> accounts, WalkKind kind, CancellationToken cancellationToken)
    {
        var verdicts = new AccountVerdict[accounts.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, accounts.Count, options, async (index, token) =>
            verdicts[index] = await survey.JudgeAsync(accounts[index], kind, token));
        return verdicts;
    }

    /// <summary>
    /// A reconciliation has looked at its accounts. A deployment tries the first few, so that one under an execution role
    /// that does not exist fails before it queues what comes after them; where there are fewer, its last page tells.
    /// </summary>
    private static async Task NoteRefusalsAsync(
        AccountSurvey survey, EntryCheck refusals, AccountPage page, AccountVerdict[] verdicts, WalkKind kind,
        CancellationToken cancellationToken)
    {
        if (kind != WalkKind.Deploy)
        {
            refusals.Note(verdicts);
            return;
        }

        var tried = verdicts.Where(one => one.Message is not null && refusals.Proves(one.Account)).Take(refusals.Wanted);
        refusals.Note(await Task.WhenAll(tried.Select(one => survey.InspectAsync(one.Account, cancellationToken))));
        if (page.Position is null)
            refusals.MustNotAllHaveRefused();
    }

    private async Task QueueAsync(IEnumerable<AccountVerdict> verdicts, CancellationToken cancellationToken)
    {
        foreach (var batch in verdicts.Select(verdict => verdict.Message).OfType<string>().Chunk(queue.BatchSize))
            await queue.SendAsync(batch, cancellationToken);
    }

    /// <summary>How far an invocation came.</summary>
    private sealed class Walked(WalkRequest request)
    {
        public WalkRequest Request { get; } = request;

        public WalkSummary Summary { get; set; } = request.Summary;

        /// <summary>The rest, after the last page that was done; null before the first and after the last.</summary>
        public WalkRequest? Next { get; set; }

        public WalkResult Result => new(Summary, Next);

        public bool SawEverything => Request is { Unit: null, After: null };

        /// <summary>Counts a page whose messages are sent.</summary>
        public bool MustPauseAfter(AccountPage page, AccountVerdict[] verdicts, CancellationToken pause)
        {
            Summary = Summary.With(verdicts);
            if (page.Position is null)
                return false;

            Next = Request with { After = page.Position, Summary = Summary };
            return pause.IsCancellationRequested;
        }
    }
}
