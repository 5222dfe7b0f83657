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
    IWalkLog log,
    TimeProvider time)
{
    /// <summary>Each inspection is one AssumeRole, and STS allows 600 a second.</summary>
    private const int MaximumParallelInspections = 16;

    private readonly WalkPreparation _preparation = new(governance, protections, time);

    /// <summary>Whether accounts that left are disconnected.</summary>
    public bool Disconnects { get; init; }

    /// <summary>DISCONNECT_LIMIT_PERCENT.</summary>
    public int DisconnectLimitPercent { get; init; } = 5;

    /// <summary>Receives the verdicts on each page as soon as they are known.</summary>
    public Action<AccountPage, IReadOnlyList<AccountVerdict>> OnJudged { get; init; } = static (_, _) => { };

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
            var isComplete = request.Kind == WalkKind.UnitLeft
                ? await QueuePagesAsync(request, progress, JudgeDepartedAsync, () => false, pause, cancellationToken)
                : await SurveyAsync(request, progress, pause, cancellationToken);
            if (isComplete)
                progress.Complete();

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

    /// <returns>Whether the walk is complete.</returns>
    private async Task<bool> SurveyAsync(
        WalkRequest request, WalkProgress progress, CancellationToken pause, CancellationToken cancellationToken)
    {
        var context = await _preparation.RunAsync(request.IsCreation, cancellationToken);
        var survey = new AccountSurvey(organization, onboarding, context, Disconnects);

        var entry = new EntryInspection(request, context, survey, managementAccountId);
        progress.SetGovernance(context.GovernanceText);
        if (!await QueuePagesAsync(request, progress, SurveyPageAsync, () => entry.IsUndecided, pause, cancellationToken))
            return false;

        if (progress.IsWholeOrganization)
            progress.SetOrphaned(context.OrphanedRegistrations);
        await DisconnectAsync(request, progress, context, cancellationToken);
        return true;

        async Task<AccountVerdict[]> SurveyPageAsync(AccountPage page)
        {
            if (page.IsRestart)
                entry.Restart();

            var verdicts = await JudgeAsync(survey, page.Accounts, request.Kind, cancellationToken);
            await entry.CheckAsync(page, verdicts, cancellationToken);
            progress.HasEntered = entry.HasEntered;
            context.AddMembers(page.Accounts);
            LogConflicts(verdicts);
            OnJudged(page, verdicts);
            return verdicts;
        }
    }

    private void LogConflicts(IEnumerable<AccountVerdict> verdicts)
    {
        foreach (var (account, conflict) in verdicts.Select(verdict => (verdict.Account, verdict.Conflict)))
        {
            if (conflict is not null)
                log.ActionRequired(account.Id, account.Name, RunFailure.Of(RunFailure.Observe, conflict));
        }
    }

    private static Task<AccountVerdict[]> JudgeDepartedAsync(AccountPage page) => Task.FromResult<AccountVerdict[]>(
    [
        .. page.Accounts.Select(account => new AccountVerdict(account, ProtectionStatus.NotChecked)
        {
            Message = WorkMessage.ForLeft(account.Id, account.Name),
        }),
    ]);

    /// <summary>Queues page after page. While <paramref name="mustWait"/> is true, pages are judged and wait.</summary>
    /// <returns>Whether the last page is done; false if the walk paused before it.</returns>
    private async Task<bool> QueuePagesAsync(
        WalkRequest request, WalkProgress progress, Func<AccountPage, Task<AccountVerdict[]>> judge, Func<bool> mustWait,
        CancellationToken pause, CancellationToken cancellationToken)
    {
        List<(AccountPage Page, AccountVerdict[] Verdicts)> waiting = [];
        var pages = organization.PagesAsync(
            request.Unit, request.Position, mayRestart: !request.HasRestarted, cancellationToken);
        await foreach (var page in pages)
        {
            if (page.IsRestart)
            {
                progress.Restart();
                waiting.Clear();
            }

            waiting.Add((page, await judge(page)));
            var isPaused = page.Next is not null && pause.IsCancellationRequested;
            if (page.Next is not null && !isPaused && mustWait())
                continue;

            await QueueAsync(waiting, progress, cancellationToken);
            waiting.Clear();
            if (isPaused)
                return false;
        }

        return true;
    }

    /// <summary>
    /// After the last page: the number of departed accounts decides whether they are queued. A deregistered unit is
    /// explicit, and is not counted here.
    /// </summary>
    private async Task DisconnectAsync(
        WalkRequest request, WalkProgress progress, WalkContext context, CancellationToken cancellationToken)
    {
        progress.Departed.Keep(context.HasDeparted);
        var departed = progress.Departed.Ids;
        if (new DisconnectBrake(DisconnectLimitPercent).Judge(request, departed, context.GovernedAccounts) is { } held)
        {
            progress.Hold(held);
            return;
        }

        await QueueAsync(progress.Departed.CreateMessages(), cancellationToken);
        progress.AddDisconnects(departed.Count);
    }

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

    private async Task QueueAsync(
        IEnumerable<(AccountPage Page, AccountVerdict[] Verdicts)> judged, WalkProgress progress,
        CancellationToken cancellationToken)
    {
        foreach (var (page, verdicts) in judged)
        {
            await QueueAsync(verdicts.Select(verdict => verdict.Message).OfType<string>(), cancellationToken);
            progress.Add(page, verdicts);
        }
    }

    private async Task QueueAsync(IEnumerable<string> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in messages.Chunk(queue.BatchSize))
            await queue.SendAsync(batch, cancellationToken);
    }
}
