using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.FollowUps;

/// <summary>AWS Support and the table. A new case is found only after a while, and each call can kill its attempt.</summary>
internal sealed class SupportWorld(ManualTime time)
{
    /// <summary>The time until DescribeCases returns a new case.</summary>
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(50);

    private readonly List<(string Subject, DateTimeOffset Created)> _cases = [];
    private (string? Claimant, DateTimeOffset Until, string? CaseId)? _item;

    public int Cases => _cases.Count;

    /// <summary>Calls that an attempt makes at most: claim, read the record, look, open, record.</summary>
    public static int MaximumCalls => 4;

    /// <param name="schedule">Orders the calls.</param>
    /// <param name="claimant">The attempt.</param>
    /// <param name="killAt">The call at which its process is killed, from 1; 0 for none.</param>
    /// <param name="afterCall">Whether the call has its effect.</param>
    public async Task<SupportCaseResult?> AttemptAsync(Schedule schedule, string claimant, int killAt, bool afterCall)
    {
        var ports = new Ports(this, schedule, claimant, killAt, afterCall);
        try
        {
            return await new SupportCases(ports, ports, SupportCaseSample.Template, time)
                .OpenAsync(Sample.Id, "payments-prod", claimant, CancellationToken.None);
        }
        catch (KilledException)
        {
            return null;
        }
    }

    private bool TryClaim(string claimant, DateTimeOffset now, DateTimeOffset until)
    {
        if (_item is { CaseId: not null } || (_item is { } held && held.Until >= now && held.Claimant != claimant))
            return false;
        _item = (claimant, until, null);
        return true;
    }

    private string? Find(SupportCaseRequest request, DateTimeOffset after)
    {
        var index = _cases.FindIndex(one =>
            request.IsFor(one.Subject) && one.Created >= after && one.Created + Visibility <= time.GetUtcNow());
        return index < 0 ? null : $"case-{index}";
    }

    private string Create(SupportCaseRequest request)
    {
        _cases.Add((request.Subject, time.GetUtcNow()));
        return $"case-{_cases.Count - 1}";
    }

    private sealed class KilledException : Exception;

    private sealed class Ports(SupportWorld world, Schedule schedule, string claimant, int killAt, bool afterCall)
        : ISupport, ICaseClaims
    {
        private int _calls;

        public Task<bool> TryClaimAsync(
            AccountId account, string by, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
            CallAsync("claim", () => world.TryClaim(by, now, until));

        public Task<string?> FindCaseAsync(AccountId account, CancellationToken cancellationToken) =>
            CallAsync("read", () => world._item?.CaseId);

        public Task<string?> FindCaseAsync(
            SupportCaseRequest request, DateTimeOffset after, CancellationToken cancellationToken) =>
            CallAsync("look", () => world.Find(request, after));

        public Task<string> CreateCaseAsync(SupportCaseRequest request, CancellationToken cancellationToken) =>
            CallAsync("open", () => world.Create(request));

        public Task RecordCaseAsync(AccountId account, string caseId, CancellationToken cancellationToken) =>
            CallAsync("record", () =>
            {
                world._item = (null, default, caseId);
                return true;
            });

        private async Task<T> CallAsync<T>(string name, Func<T> effect)
        {
            // A call is on the wire for a moment only: the guard before it is what a frozen process meets.
            if (name != "open")
                await schedule.GateAsync($"{claimant} {name}");

            var isKilled = ++_calls == killAt;
            if (isKilled && !afterCall)
                throw new KilledException();

            var result = effect();
            return isKilled ? throw new KilledException() : result;
        }
    }
}
