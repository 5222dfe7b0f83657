namespace ControlTowerLifecycle.Settings;

/// <summary>
/// Reads settings and collects their faults. A parser reports a fault with a <see cref="FormatException"/>.
/// </summary>
internal sealed class SettingsReader(IReadOnlyDictionary<string, string> environment, List<string> faults)
{
    /// <summary>Returns the value, or adds a fault and returns null.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="parse">Parses the text.</param>
    /// <param name="expected">The valid values, for the fault of a missing variable; null if its name explains
    /// them.</param>
    public T? Required<T>(string name, Func<string, T> parse, string? expected = null)
    {
        if (Find(name) is { } text)
            return Parse(name, text, parse, default);

        faults.Add(expected is null ? $"{name} is missing" : $"{name} is missing: it must be {expected}");
        return default;
    }

    /// <summary>Adds a fault if the variable is set.</summary>
    public void Forbid(string name, string why)
    {
        if (Find(name) is not null)
            faults.Add($"{name} {why}");
    }

    /// <summary>Returns the value, or the default if the variable is missing or empty.</summary>
    public T Optional<T>(string name, T defaultValue, Func<string, T> parse) =>
        Find(name) is { } text ? Parse(name, text, parse, defaultValue)! : defaultValue;

    /// <summary>Returns the items of a comma-separated list; none if the variable is missing.</summary>
    public IReadOnlyList<T> List<T>(string name, Func<string, T> parse) =>
        Optional<IReadOnlyList<T>>(name, [], text =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(parse),
        ]);

    private string? Find(string name) =>
        environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private T? Parse<T>(string name, string text, Func<string, T> parse, T? defaultValue)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException fault)
        {
            faults.Add($"{name}: {fault.Message}");
            return defaultValue;
        }
    }
}
