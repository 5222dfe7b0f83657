using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.Organizations;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Reads the whole status of a stack: the facts, then the accounts.</summary>
internal sealed class StatusReader(DeployedStack stack, ToolContext context)
{
    private readonly StackComposition _composition = new(stack, context);

    /// <summary>Receives the facts while they are read. The walk begins after it.</summary>
    public Func<FactTasks, CancellationToken, Task> OnReading { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>Receives each account that is in the report.</summary>
    public Action<ReportedAccount> OnAccount { get; init; } = static _ => { };

    /// <summary>Receives the counts after each page.</summary>
    public Action<AccountTotals> OnPage { get; init; } = static _ => { };

    /// <summary>Which accounts are in the report.</summary>
    public Func<ReportedAccount, bool> Includes { get; init; } = static _ => true;

    /// <summary>Whether the report keeps the accounts, and has the organization and its units.</summary>
    public bool KeepsAccounts { get; init; }

    public async Task<StatusReport> ReadAsync(string? unit, CancellationToken cancellationToken)
    {
        var reading = new FactReader(stack, _composition.Vendor, context.Time).Start(cancellationToken);
        await OnReading(reading, cancellationToken);
        var facts = await reading.CompleteAsync();
        var tree = KeepsAccounts ? ReadTreeAsync(cancellationToken) : Task.FromResult(new Tree(null, []));
        var accounts = new List<ReportedAccount>();
        var walk = CreateWalk(facts, accounts);
        var notSeen = await walk.RunAsync(unit, cancellationToken);
        var (organizationId, units) = await tree;
        IReadOnlyList<string> notKnown = [.. facts.Faults, .. notSeen];
        return new StatusReport
        {
            GeneratedAt = context.Time.GetUtcNow(),
            Organization = new ReportedOrganization(
                organizationId,
                stack.Settings.ManagementAccountId.Value,
                stack.Connection.Region,
                stack.Name,
                stack.Outputs.Version),
            Complete = notKnown is [],
            AllProtected = notKnown is [] && walk.Totals.NotRight == 0,
            NotKnown = notKnown,
            Totals = walk.Totals.ToReport(),
            Queue = facts.Queue.Value,
            Paused = facts.Pause.Value?.IsPaused,
            Letters = facts.Letters.Value?.Letters,
            Keys = facts.Keys.Value ?? [],
            Alarms = facts.Alarms.Value ?? [],
            LastReconcile = facts.LastReconcile.Value,
            Units = units,
            Accounts = accounts,
        };
    }

    private StatusWalk CreateWalk(StatusFacts facts, List<ReportedAccount> accounts)
    {
        var rows = new AccountRows(
            facts.FailedRuns.Value ?? new Dictionary<string, FailedRun>(StringComparer.Ordinal),
            facts.Letters.Value?.Accounts ?? new HashSet<string>(StringComparer.Ordinal));
        StatusWalk? walk = null;
        walk = new StatusWalk(_composition, rows, context.Time)
        {
            OnAccount = account =>
            {
                if (!Includes(account))
                    return;

                if (KeepsAccounts)
                    accounts.Add(account);
                OnAccount(account);
            },
            OnRestart = accounts.Clear,
            OnPage = () => OnPage(walk!.Totals),
        };
        return walk;
    }

    /// <summary>The names are for the reader: without them the report is complete.</summary>
    private async Task<Tree> ReadTreeAsync(CancellationToken cancellationToken)
    {
        var organization = new OrganizationReader(stack.Connection, context.Time);
        try
        {
            var id = organization.ReadIdAsync(cancellationToken);
            var units = await organization.ReadUnitsAsync(cancellationToken);
            return new Tree(
                await id,
                [.. units.Select(unit => new ReportedUnit(unit.Id, OutsideText.CleanName(unit.Name), unit.ParentId))]);
        }
        catch (AwsException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Tree(null, []);
        }
    }

    private sealed record Tree(string? OrganizationId, IReadOnlyList<ReportedUnit> Units);
}
