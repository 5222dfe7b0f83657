using System.CommandLine;
using System.Globalization;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>Options that are whole numbers within limits.</summary>
internal static class NumberOption
{
    private const int MostParallel = 20;

    public static Option<int> Parallel() =>
        Create("--parallel", $"How many accounts at the same time, 1 to {MostParallel}.", "N", 5, 1, MostParallel);

    /// <summary>A day at most.</summary>
    public static Option<int> Wait(string description, int defaultSeconds) =>
        Create("--wait", description, "SECONDS", defaultSeconds, 0, 24 * 60 * 60);

    public static Option<int> Create(
        string name, string description, string helpName, int? defaultValue, int least, int most) => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue ?? 0,
            CustomParser = result =>
            {
                var text = result.Tokens is [.., var last] ? last.Value : "";
                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                    return number;

                result.AddError(string.Create(
                    CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}, not '{text}'."));
                return least;
            },
        };
}
