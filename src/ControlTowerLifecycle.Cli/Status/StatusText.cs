using System.Globalization;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>The lines of <c>status</c>.</summary>
internal sealed class StatusText(Screen screen, TimeProvider time)
{
    private const string NoReconcile = "the log has no reconcile of the last three days";

    private static readonly TimeSpan LongestFirstLine = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Writes the facts as they come, the slowest last. The first line is there at once: it names the last reconcile if that is
    /// read soon. A walk has not seen anything yet, so it does not say that all is well.
    /// </summary>
    public async Task WriteAsync(FactTasks facts, CancellationToken cancellationToken)
    {
        var soon = Task.Delay(LongestFirstLine, time, cancellationToken);
        var isKnown = await Task.WhenAny(facts.LastReconcile, soon) == facts.LastReconcile;
        First(isKnown ? await facts.LastReconcile : null);
        Line("queue", await facts.Queue, queue => Number($"{queue.Waiting} waiting, {queue.InFlight} in flight, {queue.Delayed} delayed"));
        Pause(await facts.Pause);
        Line("letters", await facts.Letters, found => Letters(found.Letters), found => found.Letters.Count > 0 ? Tone.Bad : Tone.Plain);
        Line(
            "alarms",
            await facts.Alarms,
            alarms => alarms is [] ? "none" : string.Join(", ", alarms.Select(alarm => $"{alarm.Name} since {Times.Format(alarm.Since)}")),
            alarms => alarms is [] ? Tone.Plain : Tone.Bad);
        if (!isKnown)
            Line("reconcile", await facts.LastReconcile, last => $"{Times.Format(last.At)}: {Found(last)}");
        if ((await facts.FailedRuns).Fault is { } fault)
            screen.Write($"{"log",-9} not known: {fault}", Tone.Warning);
        Keys(await facts.Keys);
    }

    private void First(Fact<ReportedReconcile>? last) => screen.Write(
        last switch
        {
            null => "Not known yet: the accounts are being checked.",
            { Value: { } reconcile } =>
                $"Not known yet: the last reconcile, at {Times.Format(reconcile.At)}, found {Found(reconcile)}.",
            _ => $"Not known yet: {last.Fault ?? NoReconcile}.",
        },
        Tone.Strong);

    private void Pause(Fact<PauseState> pause)
    {
        if (pause.Value is null)
            screen.Write($"{"paused",-9} not known: {pause.Fault}", Tone.Warning);
        else if (pause.Value.IsPaused)
            screen.Write($"{"paused",-9} the work queue is not processed until: ctlifecycle resume", Tone.Bad);
    }

    private void Keys(Fact<IReadOnlyList<ReportedKey>> keys)
    {
        if (keys.Value is null)
            Line("key", keys, _ => "");
        foreach (var key in keys.Value ?? [])
            screen.Write($"{"key",-9} {KeyText.Describe(key, time)}", KeyText.ToneOf(key, time));
    }

    public void Account(ReportedAccount account)
    {
        var tone = account.State is AccountStates.Skipped or AccountStates.Protected ? Tone.Plain : Tone.Bad;
        screen.Write($"{account.Id}  {account.State,-9} {account.Name}", tone);
        if (account.Reason is { } reason)
            screen.Write(reason, indent: 2);
        if (account.NextCommand is { } command)
            screen.Write($"→ {command}", Tone.Strong, 2);
    }

    /// <summary>The last line: what the walk saw.</summary>
    public void Verdict(StatusReport report)
    {
        screen.Write("");
        foreach (var fault in report.NotKnown)
            screen.Write($"Not known: {fault}", Tone.Warning);

        var totals = report.Totals;
        var counts = Counts(totals);
        var notRight = totals.Accounts - totals.Protected - totals.Skipped;
        if (notRight > 0)
            screen.Write(Number($"{notRight} of {totals.Accounts} accounts are not protected: {counts}."), Tone.Bad);
        else if (!report.Complete)
            screen.Write($"It is not known whether every account is protected: {counts}.", Tone.Warning);
        else
            screen.Write($"Every account is protected: {counts}.", Tone.Good);
    }

    public static string Progress(AccountTotals totals) =>
        Number($"{totals.Accounts} accounts read, {totals.NotRight} not protected …");

    private static string Counts(ReportedTotals totals) => string.Join(
        ", ",
        new (int Count, string Word)[]
        {
            (totals.Missing, "missing"), (totals.Drifted, "drifted"), (totals.Widened, "widened"), (totals.Failed, "failed"),
            (totals.Retrying, "retrying"), (totals.NotChecked, "not checked"), (totals.Protected, "protected"),
            (totals.Skipped, "skipped"),
        }.Where(part => part.Count > 0).Select(part => Number($"{part.Count} {part.Word}")).DefaultIfEmpty("no account was read"));

    internal static string Found(ReportedReconcile last) => last.Unprotected == 0
        ? Number($"{last.Protected} accounts protected and none without protection")
        : Number($"{last.Unprotected} of {last.Accounts} accounts without protection");

    private string Letters(ReportedLetters letters) => letters switch
    {
        { Count: 0 } => "none",
        { OldestAt: { } oldest } => Number($"{letters.Count}, the oldest from {Times.Format(oldest)} ({Times.Age(time.GetUtcNow() - oldest)})"),
        _ => Number($"{letters.Count}"),
    };

    private void Line<T>(string word, Fact<T> fact, Func<T, string> describe, Func<T, Tone>? tone = null)
    {
        if (fact.Value is { } value)
            screen.Write($"{word,-9} {describe(value)}", tone?.Invoke(value) ?? Tone.Plain);
        else
            screen.Write($"{word,-9} not known: {fact.Fault ?? NoReconcile}", Tone.Warning);
    }

    private static string Number(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
