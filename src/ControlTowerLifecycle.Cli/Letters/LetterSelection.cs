using System.CommandLine;
using ControlTowerLifecycle.Cli.Commands;

namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>Which letters a command handles: those of one cause, of some accounts, or all.</summary>
internal static class LetterSelection
{
    private static readonly Option<int?> Cause = new("--cause")
    {
        Description = "The letters of one cause: its number in ctlifecycle letters.",
        HelpName = "N",
    };

    private static readonly Option<bool> All = new("--all") { Description = "All letters." };

    private static readonly Argument<string[]> Accounts = new("account")
    {
        Description = "The letters of these accounts (12 digits).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds the arguments, of which exactly one kind must be given.</summary>
    public static Command With(Command command)
    {
        command.Add(Accounts);
        command.Add(Cause);
        command.Add(All);
        command.Add(Confirmation.Yes);
        command.Validators.Add(result =>
        {
            bool[] given =
            [
                result.GetValue(Accounts) is { Length: > 0 }, result.GetValue(Cause) is not null, result.GetValue(All),
            ];
            if (given.Count(isGiven => isGiven) != 1)
                result.AddError("Name accounts, or one cause with --cause, or --all.");
            foreach (var account in result.GetValue(Accounts) ?? [])
            {
                if (account.Length != 12 || !account.All(char.IsAsciiDigit))
                    result.AddError("An account is named by its 12 digits.");
            }
        });
        return command;
    }

    /// <exception cref="ToolException">There is no such cause.</exception>
    public static IReadOnlyList<Letter> Choose(CommandRun run, IReadOnlyList<LetterCause> causes)
    {
        if (run.Parsed.GetValue(All))
            return [.. causes.SelectMany(cause => cause.Letters)];

        if (run.Parsed.GetValue(Cause) is { } number)
        {
            return causes.FirstOrDefault(cause => cause.Number == number)?.Letters
                ?? throw new ToolException($"There is no cause {number}.", "List the causes with: ctlifecycle letters");
        }

        var accounts = run.Parsed.GetValue(Accounts)!;
        return [.. causes.SelectMany(cause => cause.Letters).Where(letter => letter.Accounts.Intersect(accounts, StringComparer.Ordinal).Any())];
    }
}
