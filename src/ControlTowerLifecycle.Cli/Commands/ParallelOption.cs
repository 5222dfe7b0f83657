using System.CommandLine;
using System.Globalization;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The option <c>--parallel</c>.</summary>
internal static class ParallelOption
{
    private const int Default = 5;
    private const int Maximum = 20;

    public static Option<int> Create() => new("--parallel")
    {
        Description = $"How many accounts at the same time, 1 to {Maximum}.",
        HelpName = "N",
        DefaultValueFactory = _ => Default,
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Maximum)
                return number;

            result.AddError($"--parallel must be a whole number from 1 to {Maximum}, not '{text}'.");
            return Default;
        },
    };
}
