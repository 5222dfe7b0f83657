using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// The log of the process: one JSON object on each line. Disposing of it fails the test if it contains a secret.
/// </summary>
internal sealed class Output : MemoryStream
{
    public string Text => Encoding.UTF8.GetString(ToArray());

    public IReadOnlyList<JsonElement> Lines =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public IReadOnlyList<string> Messages => [.. Lines.Select(line => line.Text("message"))];

    /// <summary>The only line with this message.</summary>
    public JsonElement Line(string message) => Assert.Single(Lines, line => line.Text("message") == message);

    /// <summary>All lines with this message.</summary>
    public IReadOnlyList<JsonElement> LinesOf(string message) => [.. Lines.Where(line => line.Text("message") == message)];

    protected override void Dispose(bool disposing)
    {
        var text = Text;
        base.Dispose(disposing);
        Secrets.AssertAbsent(text);
    }
}

internal static class JsonText
{
    /// <summary>Reads a member that must exist and be text.</summary>
    public static string Text(this JsonElement json, string member) =>
        json.GetProperty(member).GetString() ?? throw new InvalidOperationException($"'{member}' is null.");
}
