namespace ControlTowerLifecycle.Aws;

/// <summary>
/// Reads environment variables and reports all faults together.
/// </summary>
internal sealed class EnvironmentReader(IReadOnlyDictionary<string, string> environment, List<string> faults)
{
    public string? Optional(string name) =>
        environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public string? Required(string name)
    {
        var value = Optional(name);
        if (value is null)
            faults.Add($"{name} is missing");
        return value;
    }

    public bool Flag(string name)
    {
        var value = Optional(name);
        if (value is null)
            return false;
        if (!bool.TryParse(value, out var flag))
            faults.Add($"{name} must be true or false");
        return flag;
    }

    // Calls carry session tokens and answers carry secrets: they cross a network encrypted or not at all.
    public Uri? Url(string name)
    {
        var value = Optional(name);
        if (value is null)
            return null;
        if (Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            return url;
        faults.Add($"{name} must be an https URL (plain http for a loopback address only)");
        return null;
    }
}
