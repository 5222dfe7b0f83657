using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Aws.Organizations;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Runs;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Cli.Status;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Cli.Inspection;

/// <summary>Reads everything about one account, all at the same time. What cannot be read is reported as not known.</summary>
internal sealed class AccountInspection(DeployedStack stack, ToolContext context)
{
    private const int MaximumRuns = 10;

    private static readonly TimeSpan RunsSince = TimeSpan.FromDays(7);

    private readonly StackComposition _composition = new(stack, context);
    private readonly List<string> _notKnown = [];

    public async Task<AccountReport> ReadAsync(AccountId id, CancellationToken cancellationToken)
    {
        var governing = TryAsync("governance", token => ReadGovernanceAsync(id, token), cancellationToken);
        var reading = TryAsync("the log", token => ReadRunsAsync(id, token), cancellationToken);
        var peeking = TryAsync("the dead letters", token => ReadLettersAsync(id, token), cancellationToken);
        var described = await _composition.Organization.DescribeAsync(id, cancellationToken);
        var naming = TryAsync("the organizational units", token => ReadUnitsAsync(id, described.Account, token), cancellationToken);
        var planned = described.SkipReason is null
            ? await _composition.Onboarding.PlanAsync(new OnboardingRequest(id, null, Origin.Direct), cancellationToken)
            : null;
        var letters = await peeking ?? [];
        var governance = await governing;
        var report = new AccountReport
        {
            Id = id.Value,
            Name = OutsideText.CleanName(described.Account?.Name),
            OrganizationState = described.Account?.State.ToString(),
            Units = await naming ?? [],
            Skipped = OutsideText.CleanSentence(described.SkipReason?.Sentence),
            Governed = (governance as Governance.Known)?.Accounts.Contains(id),
            Plan = planned is null ? null : RunDescriptions.Describe(planned),
            Roles = [.. (planned?.States ?? []).Select(Role).OfType<ReportedRole>()],
            Connectors = [.. (planned?.States ?? []).OfType<WorkloadSecurityState>().SelectMany(Connectors)],
            Connection = (planned?.States ?? []).OfType<CloudAccountsState>().Select(Connection).FirstOrDefault(),
            Runs = await reading ?? [],
            Letters = letters,
            NotKnown = [.. _notKnown],
            NextCommand = null,
        };
        return report with { NextCommand = NextCommand(report) };
    }

    private static string? NextCommand(AccountReport report) => report switch
    {
        { Letters: not [] } => $"{Tool.Name} letters redrive {report.Id}",
        { Plan.Outcome: PlannedAccount.WouldChange } => $"{Tool.Name} onboard {report.Id}",
        _ => null,
    };

    private async Task<T?> TryAsync<T>(
        string what, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await read(cancellationToken);
        }
        catch (RemoteSystemException failed)
        {
            lock (_notKnown)
                _notKnown.Add(OutsideText.CleanSentence($"{what}: {failed.Message}"));
            return null;
        }
    }

    private async Task<Governance> ReadGovernanceAsync(AccountId id, CancellationToken cancellationToken)
    {
        var governance = await _composition.Governance.ReadAsync(cancellationToken);
        if (governance is Governance.Unknown unknown)
        {
            lock (_notKnown)
                _notKnown.Add(OutsideText.CleanSentence($"whether {id} is governed: {unknown.Why}"));
        }

        return governance;
    }

    private async Task<IReadOnlyList<ReportedUnit>> ReadUnitsAsync(
        AccountId id, ManagedAccount? account, CancellationToken cancellationToken)
    {
        if (account is null)
            return [];

        var path = account.OrganizationalUnits
            ?? await _composition.Directory.OrganizationalUnitsAsync(id, cancellationToken);
        var named = await new OrganizationReader(stack.Connection, context.Time).ReadNamesAsync(path, cancellationToken);
        return [.. named.Select(unit => new ReportedUnit(unit.Id, OutsideText.CleanName(unit.Name), unit.ParentId))];
    }

    private async Task<IReadOnlyList<ReportedRun>> ReadRunsAsync(AccountId id, CancellationToken cancellationToken)
    {
        List<ReportedRun> runs = [];
        var lines = new LogsClient(stack.Connection).FilterAsync(
            stack.Lifecycle.LogGroup,
            $$"""{ ($.message = "outcome") && ($.accountId = "{{id}}") }""",
            context.Time.GetUtcNow() - RunsSince,
            cancellationToken);
        await foreach (var line in lines)
        {
            if (LogLines.ReadRun(line) is { } run)
                runs.Add(run);
        }

        runs.Reverse();
        return [.. runs.Take(MaximumRuns)];
    }

    private async Task<IReadOnlyList<ReportedLetter>> ReadLettersAsync(AccountId id, CancellationToken cancellationToken)
    {
        var queue = new QueueClient(stack.Connection, stack.Outputs.DeadLetters);
        var counts = await queue.CountAsync(cancellationToken);
        var letters = await queue.PeekAsync(cancellationToken);
        if (letters is [] && counts.InFlight > 0)
        {
            lock (_notKnown)
                _notKnown.Add("the dead letters: another reader holds them; try again in a minute");
        }

        return
        [
            .. letters
                .Where(letter => letter.AccountIds.Contains(id.Value, StringComparer.Ordinal))
                .Select(letter => new ReportedLetter(
                    letter.SentAt, Text(letter, "step"), Text(letter, "cause"), Text(letter, "whatToDo"))),
        ];

        static string? Text(QueuedMessage letter, string name) =>
            OutsideText.CleanSentence(letter.Attributes.GetValueOrDefault(name));
    }

    private static ReportedRole? Role(ProtectionState state) => state switch
    {
        WorkloadSecurityState { Role: { } role } => Role(state.Protection, role),
        CloudAccountsState { Role: { } role } => Role(state.Protection, role),
        _ => null,
    };

    private static ReportedRole Role(string protection, RoleState role) => new(
        protection,
        role.Arn,
        role.CreatedAt,
        role.Trust?.Json,
        role.InlinePolicy?.Json,
        role.AttachedPolicyArns,
        role.OtherInlinePolicyNames,
        role.PermissionsBoundaryArn,
        role.Tags);

    private static IEnumerable<ReportedConnector> Connectors(WorkloadSecurityState state) =>
        state.Connectors.Select(connector => new ReportedConnector(
            connector.Id,
            OutsideText.CleanName(connector.DisplayName),
            OutsideText.CleanSentence(connector.CrossAccountRoleArn),
            connector.WorkspacesEnabled));

    private static ReportedConnection? Connection(CloudAccountsState state) => state.Connection is { } connection
        ? new ReportedConnection(
            OutsideText.CleanName(connection.State),
            OutsideText.CleanSentence(connection.RoleArn),
            [.. connection.Features.Select(OutsideText.CleanName).OfType<string>()],
            [.. connection.MissingPermissions.Select(OutsideText.CleanName).OfType<string>()])
        : null;
}
