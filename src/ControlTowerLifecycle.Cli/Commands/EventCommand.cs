using System.CommandLine;
using System.Diagnostics;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>What the functions would make of an event or of a message of the work queue.</summary>
internal sealed class EventCommand : IToolCommand
{
    /// <summary>More than the decoder accepts, so that it reports the size.</summary>
    private const int MaximumBytes = 2 * 1024 * 1024;

    private static readonly Argument<string> File = new("file") { Description = "The file, or - for standard input." };

    public Command Syntax { get; } = new(
        "event", "What the functions make of an event or of the body of a dead letter. Exit code 1 if it is unreadable.")
    {
        File,
    };

    public async Task<int> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(run, cancellationToken);
        var report = Describe(LifecycleEventDecoder.Decode(bytes));
        if (run.IsJson)
            run.WriteJson(report, ReportJson.Readable.EventReport);
        else
            Write(run, report);
        return report.Kind == EventReport.Unreadable ? ExitCode.Finding : ExitCode.Done;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(CommandRun run, CancellationToken cancellationToken)
    {
        var path = run.Parsed.GetValue(File)!;
        if (path == "-")
            return await ReadAsync(run.Context.Input.Stream, cancellationToken);

        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return await ReadAsync(file, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"{path} cannot be read: {refused.Message}", "Name a readable file, or - for standard input.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (bytes.Length < MaximumBytes && await ReadAsync() is > 0 and var read)
            bytes.Write(buffer, 0, read);

        return bytes.ToArray();

        // A read from a terminal ignores the token.
        Task<int> ReadAsync() => stream.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
    }

    private static EventReport Describe(LifecycleEvent lifecycleEvent) => lifecycleEvent switch
    {
        LifecycleEvent.AccountGoverned governed => new EventReport(EventReport.AccountGoverned)
        {
            Accounts = [.. governed.Accounts.Select(account => new EventAccount(account.Id.Value, OutsideText.CleanName(account.Name)))],
            Why = governed.Origin switch
            {
                Origin.Vended => "Control Tower governs the account: it is onboarded",
                Origin.Governed => "a walk found the account, which Control Tower governs: it is onboarded",
                Origin.Backfill => "a walk found the account, and governance is unknown: it is onboarded if it can be entered",
                Origin.Direct => "an operator named the account: it is onboarded",
                _ => throw new UnreachableException(),
            },
        },
        LifecycleEvent.OrganizationalUnitGoverned unit => new EventReport(EventReport.OrganizationalUnitGoverned)
        {
            OrganizationalUnitId = OutsideText.CleanName(unit.OrganizationalUnitId),
            Why = $"{OutsideText.CleanName(unit.EventName)}: the backfill function checks all accounts of "
                + (unit.OrganizationalUnitId is null ? "the organization" : "the unit"),
        },
        LifecycleEvent.AccountLeft left => new EventReport(EventReport.AccountLeft)
        {
            Accounts = left.Id is { } id ? [new EventAccount(id.Value, null)] : [],
            OrganizationalUnitId = OutsideText.CleanName(left.OrganizationalUnitId),
            Why = $"{OutsideText.CleanName(left.EventName)}: it is disconnected if ACCOUNT_LEFT is disconnect, and kept if it is keep",
        },
        LifecycleEvent.EventUnsent unsent => new EventReport(EventReport.EventUnsent)
        {
            Accounts = [new EventAccount(unsent.Event.Account.Value, OutsideText.CleanName(unsent.Event.AccountName))],
            Why = "an event for other systems was not sent: the lifecycle function sends it again",
        },
        LifecycleEvent.NotOurs other => new EventReport(EventReport.NotOurs) { Why = OutsideText.CleanSentence(other.Why) },
        LifecycleEvent.Unreadable unreadable => new EventReport(EventReport.Unreadable)
        {
            Why = OutsideText.CleanSentence(unreadable.Why),
        },
        _ => throw new UnreachableException(),
    };

    private static void Write(CommandRun run, EventReport report)
    {
        run.Screen.Write($"{report.Kind}: {report.Why}");
        if (report.OrganizationalUnitId is { } unit)
            run.Screen.Write(unit, indent: 2);
        foreach (var account in report.Accounts)
            run.Screen.Write($"{account.Id} {account.Name}".TrimEnd(), indent: 2);
    }
}
