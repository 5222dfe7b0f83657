using System.Globalization;
using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>All dead letters of a stack, held for this command. Disposal makes those visible again that were not taken.</summary>
internal sealed class HeldLetters : IAsyncDisposable
{
    private const int Parallel = 10;

    private readonly QueueClient _queue;
    private readonly Dictionary<string, Letter> _held = new(StringComparer.Ordinal);

    private HeldLetters(QueueClient queue) => _queue = queue;

    /// <summary>The letters by cause, as they were read.</summary>
    public IReadOnlyList<LetterCause> Causes { get; private set; } = [];

    /// <summary>How many letters were read.</summary>
    public int Count => Causes.Sum(cause => cause.Letters.Count);

    /// <summary>
    /// How many letters could not be read, because another reader holds them. SQS counts approximately, and can count a letter
    /// that was deleted a moment ago.
    /// </summary>
    public int HeldByOthers { get; private set; }

    /// <summary>What the operator should know of the letters that could not be read; null if there are none.</summary>
    public string? OthersNotice => HeldByOthers == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{HeldByOthers} {(HeldByOthers == 1 ? "letter is" : "letters are")} held by another reader; try again in a minute.");

    public static async Task<HeldLetters> ReadAsync(CommandRun run, DeployedStack stack, CancellationToken cancellationToken)
    {
        var queue = new QueueClient(stack.Connection, stack.Outputs.DeadLetters);
        var letters = new HeldLetters(queue);
        try
        {
            await foreach (var message in queue.ReadAsync(cancellationToken))
            {
                // A message that returns before the last one was read has a new receipt.
                letters._held[message.Id] = Letter.Read(message);
                run.Screen.Progress($"{letters._held.Count} dead letters read");
            }

            // Letters that became visible meanwhile were not read either.
            var counts = await queue.CountAsync(cancellationToken);
            letters.HeldByOthers = Math.Max(0, counts.InFlight + counts.Waiting - letters._held.Count);
        }
        catch
        {
            await letters.DisposeAsync();
            throw;
        }

        run.Screen.EndProgress();
        letters.Causes = LetterCause.Group(letters._held.Values);
        return letters;
    }

    /// <summary>Says that letters could not be read, if there are any.</summary>
    public void WarnOfOthers(Screen screen)
    {
        if (OthersNotice is { } notice)
            screen.Write(notice, Tone.Warning);
    }

    /// <summary>Takes a letter, to do something with it.</summary>
    /// <returns>False if it is no longer held here: another reader may have it.</returns>
    public Task<bool> TryTakeAsync(Letter letter, CancellationToken cancellationToken)
    {
        _held.Remove(letter.Message.Id);
        return _queue.HoldAsync(letter.Message, cancellationToken);
    }

    /// <summary>Removes a letter that was taken, even if the operator interrupts.</summary>
    public Task DeleteAsync(Letter letter) => _queue.DeleteAsync(letter.Message, CancellationToken.None);

    /// <summary>If that is not possible any more, the time of a letter ends by itself, after two minutes.</summary>
    public async ValueTask DisposeAsync()
    {
        await System.Threading.Tasks.Parallel.ForEachAsync(
            _held.Values,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel },
            async (letter, _) => await _queue.ReleaseAsync(letter.Message, CancellationToken.None));
        _held.Clear();
    }
}
