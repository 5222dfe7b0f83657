using System.CommandLine;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The option <c>--ou</c>.</summary>
internal static class UnitOption
{
    public static Option<string?> Create(string description) => new("--ou")
    {
        Description = description,
        HelpName = "ID",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (!OrganizationalUnitId.IsValid(text))
                result.AddError($"--ou must be the ID of an organizational unit, for example ou-ab12-c3d4e5f6, not '{text}'.");
            return text;
        },
    };
}
