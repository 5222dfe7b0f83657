using System.CommandLine;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Which accounts a command works on: IDs, a unit, or all.</summary>
internal sealed class AccountSelection
{
    private readonly Argument<AccountId[]> _ids = new("id")
    {
        Description = "IDs of accounts, twelve digits each.",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            var ids = new List<AccountId>();
            foreach (var token in result.Tokens)
            {
                if (AccountId.TryParse(token.Value, out var id))
                    ids.Add(id);
                else
                    result.AddError($"{AccountId.Fault(token.Value)}.");
            }

            return [.. ids.Distinct()];
        },
    };

    private readonly Option<string?> _unit = UnitOption.Create("All accounts of this unit, with the units below it.");

    private readonly Option<bool> _all = new("--all") { Description = "All accounts of the organization." };

    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_unit);
        command.Add(_all);
        command.Validators.Add(result =>
        {
            // A missing --ou or --all has no result.
            var kinds = (result.GetResult(_ids) is { Tokens.Count: > 0 } ? 1 : 0)
                + (result.GetResult(_unit) is null ? 0 : 1)
                + (result.GetResult(_all) is { Implicit: false } ? 1 : 0);
            if (kinds != 1)
                result.AddError($"Name accounts, or --ou, or --all: {Tool.Name} {command.Name} 444455556666");
        });
    }

    public SelectedAccounts Read(ParseResult parsed) =>
        new(parsed.GetValue(_ids) ?? [], parsed.GetValue(_unit));
}

/// <summary>The accounts of a command.</summary>
/// <param name="Ids">Their IDs; empty if a walk finds them.</param>
/// <param name="Unit">The unit of the walk; null for the whole organization.</param>
internal sealed record SelectedAccounts(IReadOnlyList<AccountId> Ids, string? Unit)
{
    public bool IsWalk => Ids is [];

    public override string ToString() => this switch
    {
        { Ids: [var single] } => $"account {single}",
        { Ids: [_, ..] } => $"{Ids.Count} accounts",
        { Unit: { } unit } => $"all accounts of {unit}",
        _ => "all accounts of the organization",
    };
}
