using System.Text;
using System.Text.Json;

namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// All that the process writes, read as a JSON object a line. Its disposal fails the test where a secret is in it.
/// </summary>
internal sealed class Output : MemoryStream
{
    public string Text => Encoding.UTF8.GetString(ToArray());

    public IReadOnlyList<JsonElement> Lines =>
        [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public IReadOnlyList<string> Messages => [.. Lines.Select(line => line.Text("message"))];

    /// <summary>The one line of this message.</summary>
    public JsonElement Line(string message) => Assert.Single(Lines, line => line.Text("message") == message);

    /// <summary>The lines of this message.</summary>
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
    /// <summary>A member that has to be there and to be text.</summary>
    public static string Text(this JsonElement json, string member) =>
        json.GetProperty(member).GetString() ?? throw new InvalidOperationException($"'{member}' is null.");
}
