using System.CommandLine;
using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>Which letters a command handles: those of one cause, of some accounts, or all.</summary>
internal sealed class LetterSelection
{
    private readonly Option<int?> _cause = new("--cause")
    {
        Description = "The letters of one cause: its number in ctlifecycle letters.",
        HelpName = "N",
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

    /// <exception cref="ToolException">There is no such cause.</exception>
    public IReadOnlyList<Letter> Choose(CommandRun run, IReadOnlyList<LetterCause> causes)
    {
        if (run.Parsed.GetValue(_all))
            return [.. causes.SelectMany(cause => cause.Letters)];

        if (run.Parsed.GetValue(_cause) is { } number)
        {
            return causes.FirstOrDefault(cause => cause.Number == number)?.Letters
                ?? throw new ToolException($"There is no cause {number}.", "List the causes with: ctlifecycle letters");
        }

        var accounts = run.Parsed.GetValue(_accounts)!;
        return [.. causes.SelectMany(cause => cause.Letters).Where(letter => letter.Accounts.Intersect(accounts, StringComparer.Ordinal).Any())];
    }

    /// <summary>
    /// The letters in words, for the question and the result: the number of a cause can change while letters arrive.
    /// </summary>
    public static string Describe(IEnumerable<Letter> letters) => string.Join(
        ", ",
        letters
            .CountBy(letter => letter.What, StringComparer.Ordinal)
            .Select(kind => $"{kind.Value} {kind.Key}"));
}
