using System.CommandLine;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>Which letters a command handles: those of one cause, of some accounts, or all.</summary>
internal sealed class LetterSelection
{
    private readonly Option<string?> _cause = new("--cause")
    {
        Description = "The letters of one cause: its ID in ctlifecycle letters and in the notification.",
        HelpName = "ID",
    };

    private readonly Option<bool> _all = new("--all") { Description = "All letters." };

    private readonly Argument<string[]> _accounts = new("account")
    {
        Description = "The letters of these accounts (12 digits).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds the arguments, of which exactly one kind must be given.</summary>
    public Command AddTo(Command command)
    {
        command.Add(_accounts);
        command.Add(_cause);
        command.Add(_all);
        _cause.Validators.Add(result =>
        {
            if (!CauseId.IsShort(Read(result.GetValueOrDefault<string?>())))
                result.AddError("The ID of a cause has 8 digits and letters from a to f: ctlifecycle letters prints it.");
        });
        command.Validators.Add(result =>
        {
            bool[] given =
            [
                result.GetValue(_accounts) is { Length: > 0 }, result.GetValue(_cause) is not null, result.GetValue(_all),
            ];
            if (given.Count(isGiven => isGiven) != 1)
                result.AddError("Name accounts, or one cause with --cause, or --all.");
            foreach (var account in result.GetValue(_accounts) ?? [])
            {
                if (account.Length != 12 || !account.All(char.IsAsciiDigit))
                    result.AddError("An account is named by its 12 digits.");
            }
        });
        return command;
    }

    /// <exception cref="ToolException">No letter has the cause, or an account is in none.</exception>
    public IReadOnlyList<Letter> Choose(CommandRun run, HeldLetters held)
    {
        var causes = held.Causes;
        if (run.Parsed.GetValue(_all))
            return [.. causes.SelectMany(cause => cause.Letters)];

        var letters = causes.SelectMany(cause => cause.Letters);
        if (run.Parsed.GetValue(_cause) is not { } named)
        {
            var accounts = run.Parsed.GetValue(_accounts)!;
            List<string> missing = [.. accounts.Except(causes.SelectMany(cause => cause.Accounts), StringComparer.Ordinal)];
            return missing is [] ? [.. letters.Where(letter => letter.Accounts.Intersect(accounts, StringComparer.Ordinal).Any())]
                : throw new ToolException(
                    $"No dead letter names {string.Join(", ", missing)}.",
                    held.OthersNotice ?? "List the letters with their accounts: ctlifecycle letters");
        }

        // A letter of several accounts can have a second cause, whose notification names it too.
        var id = Read(named);
        List<Letter> chosen = [.. letters.Where(letter => letter.CauseIds.Contains(id, StringComparer.Ordinal))];
        return chosen is not [] ? chosen : throw new ToolException(
            $"No dead letter has the cause {id}: its letters were redriven or deleted, or it never had one.",
            held.OthersNotice ?? "List the causes with: ctlifecycle letters");
    }

    private static string Read(string? id) => id?.Trim().ToLowerInvariant() ?? "";

    /// <summary>The letters in words, for the question and the result.</summary>
    public static string Describe(IEnumerable<Letter> letters) => string.Join(
        ", ",
        letters
            .CountBy(letter => letter.What, StringComparer.Ordinal)
            .Select(kind => $"{kind.Value} {kind.Key}"));
}
