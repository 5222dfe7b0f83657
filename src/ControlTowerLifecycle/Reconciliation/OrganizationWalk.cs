using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Walks the organization, or one unit of it, and queues the accounts that need work. It is a stream: besides the <see
/// cref="WalkContext"/> only one page of accounts and its messages are held. It can stop after any page and continue in
/// another process. A page that is then queued twice does no harm: the lifecycle function repeats no completed step.
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
    /// <summary>Each inspection is one AssumeRole, and STS allows 600 a second.</summary>
    private const int MaximumParallelInspections = 16;

    private readonly WalkPreparation _preparation = new(governance, protections, time);

    /// <summary>Whether accounts that left are disconnected.</summary>
    public bool Disconnects { get; init; }

    /// <summary>Walks to the end, until <paramref name="pause"/>, or until its time is over.</summary>
    /// <param name="request">The walk, or the rest of it.</param>
    /// <param name="pause">Ends the walk after the current page.</param>
    /// <param name="cancellationToken">
    /// Ends the walk at once. The rest begins after the last complete page; if there is none, the walk throws.
    /// </param>
    /// <exception cref="RemoteSystemException">A protection cannot be used, or the walk failed.</exception>
    public async Task<WalkResult> RunAsync(
        WalkRequest request, CancellationToken pause, CancellationToken cancellationToken)
    {
        var progress = new WalkProgress(request);
        try
        {
            if (request.Kind == WalkKind.UnitLeft)
                await QueueDepartedUnitAsync(request, progress, pause, cancellationToken);
            else
                await SurveyAsync(request, progress, pause, cancellationToken);

            return progress.Result;
        }
        catch (Exception failed) when (
            cancellationToken.IsCancellationRequested
            && progress.Next is not null
            && failed is OperationCanceledException or RemoteSystemException { Kind: FailureKind.Retryable })
        {
            return new WalkResult(progress.Next.Summary, progress.Next);
        }
    }

    private async Task SurveyAsync(
        WalkRequest request, WalkProgress progress, CancellationToken pause, CancellationToken cancellationToken)
    {
        var context = await _preparation.RunAsync(request.IsCreation, cancellationToken);
        var survey = new AccountSurvey(organization, onboarding, context, Disconnects);

        // A continuation has no check: the invocation that began the walk has entered accounts.
        var entryCheck = request.Position is null ? CreateEntryCheck(request.Kind, context) : null;
        progress.SetGovernance(context.GovernanceText);
        await foreach (var page in PagesAsync(request, cancellationToken))
        {
            if (page.IsRestart)
            {
                progress.Restart();
                entryCheck = CreateEntryCheck(request.Kind, context);
            }

            var verdicts = await JudgeAsync(survey, page.Accounts, request.Kind, cancellationToken);
            if (entryCheck is not null)
                await CheckEntryAsync(entryCheck, survey, context, request.Kind, page, verdicts, cancellationToken);
            await QueueAsync(verdicts, cancellationToken);
            context.AddMembers(page.Accounts);
            progress.Add(page, verdicts);
            if (page.Next is not null && pause.IsCancellationRequested)
                return;
        }

        progress.Complete();
        if (progress.IsWholeOrganization)
            progress.SetOrphaned(context.OrphanedRegistrations);
    }

    private async Task QueueDepartedUnitAsync(
        WalkRequest request, WalkProgress progress, CancellationToken pause, CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(request, cancellationToken))
        {
            if (page.IsRestart)
                progress.Restart();

            AccountVerdict[] verdicts =
            [
                .. page.Accounts.Select(account => new AccountVerdict(account, ProtectionStatus.NotChecked)
                {
                    Message = WorkMessage.ForLeft(account),
                }),
            ];
            await QueueAsync(verdicts, cancellationToken);
            progress.Add(page, verdicts);
            if (page.Next is not null && pause.IsCancellationRequested)
                return;
        }

        progress.Complete();
    }

    private IAsyncEnumerable<AccountPage> PagesAsync(WalkRequest request, CancellationToken cancellationToken) =>
        organization.PagesAsync(request.Unit, request.Position, mayRestart: !request.HasRestarted, cancellationToken);

    private static async Task<AccountVerdict[]> JudgeAsync(
        AccountSurvey survey,
        IReadOnlyList<ManagedAccount> accounts,
        WalkKind kind,
        CancellationToken cancellationToken)
    {
        var verdicts = new AccountVerdict[accounts.Count];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = MaximumParallelInspections,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(0, accounts.Count, options, async (index, token) =>
            verdicts[index] = await survey.JudgeAsync(accounts[index], kind, token));
        return verdicts;
    }

    private EntryCheck CreateEntryCheck(WalkKind kind, WalkContext context) => new(
        managementAccountId,
        kind == WalkKind.Deploy && context.IsGovernanceKnown ? EntryCheck.LimitIfGoverned : EntryCheck.Limit);

    /// <summary>
    /// A reconcile has inspected its accounts. A deployment inspects a few, before it queues the page.
    /// </summary>
    private static async Task CheckEntryAsync(
        EntryCheck entryCheck, AccountSurvey survey, WalkContext context, WalkKind kind, AccountPage page,
        AccountVerdict[] verdicts, CancellationToken cancellationToken)
    {
        if (kind == WalkKind.Deploy)
            await InspectSomeAsync(entryCheck, survey, verdicts, cancellationToken);
        else
            entryCheck.Add(verdicts);

        // If governance is known, a reconcile counts and queues each refused account as failed.
        if (page.Next is null && (kind == WalkKind.Deploy || !context.IsGovernanceKnown))
            entryCheck.Complete();
    }

    private static async Task InspectSomeAsync(
        EntryCheck entryCheck, AccountSurvey survey, AccountVerdict[] verdicts, CancellationToken cancellationToken)
    {
        var candidates = verdicts.Where(verdict => verdict.Message is not null && entryCheck.Includes(verdict.Account))
            .Select(verdict => verdict.Account)
            .ToList();
        for (var next = 0; next < candidates.Count && entryCheck.Remaining > 0;)
        {
            var group = candidates.Skip(next).Take(Math.Min(entryCheck.Remaining, EntryCheck.LimitIfGoverned)).ToList();
            entryCheck.Add(await Task.WhenAll(
                group.Select(account => survey.InspectAsync(account, cancellationToken))));
            next += group.Count;
        }
    }

    private async Task QueueAsync(IEnumerable<AccountVerdict> verdicts, CancellationToken cancellationToken)
    {
        foreach (var batch in verdicts.Select(verdict => verdict.Message).OfType<string>().Chunk(queue.BatchSize))
            await queue.SendAsync(batch, cancellationToken);
    }
}
