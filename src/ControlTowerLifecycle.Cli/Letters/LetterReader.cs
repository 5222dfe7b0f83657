using ControlTowerLifecycle.Cli.Aws.Sqs;
using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>Reads all dead letters, and makes them visible again for others.</summary>
internal sealed class LetterReader(LetterQueue queue, Screen screen)
{
    private const int Parallel = 10;

    public async Task<IReadOnlyList<LetterCause>> ReadAsync(CancellationToken cancellationToken)
    {
        var letters = new Dictionary<string, Letter>(StringComparer.Ordinal);
        try
        {
            await foreach (var message in queue.ReadAsync(cancellationToken))
            {
                // A message that returns before the last one was read has a new receipt.
                letters[message.Id] = Letter.Read(message);
                screen.Progress($"{letters.Count} dead letters read");
            }
        }
        catch
        {
            await ReleaseAsync(letters.Values, CancellationToken.None);
            throw;
        }

        screen.EndProgress();
        return LetterCause.Group(letters.Values);
    }

    /// <summary>Makes letters visible again, as long as that is possible: otherwise their own time ends in two minutes.</summary>
    public Task ReleaseAsync(IEnumerable<Letter> letters, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Parallel.ForEachAsync(
            letters,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (letter, token) => await queue.ReleaseAsync(letter.Message, token));
}
