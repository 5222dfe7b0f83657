using System.CommandLine;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The argument of a command for one account.</summary>
internal static class AccountArgument
{
    public static Argument<AccountId> Create() => new("id")
    {
        Description = "The ID of the account, twelve digits.",
        CustomParser = result =>
        {
            if (AccountId.TryParse(result.Tokens[^1].Value, out var id))
                return id;

            result.AddError($"{AccountId.Fault(result.Tokens[^1].Value)}.");
            return null;
        },
    };
}
