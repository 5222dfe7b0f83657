using System.Text.Json;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// The byte ranges of all members, names and values of a JSON text. If the text is invalid, the ranges before the
/// fault.
/// </summary>
internal sealed class JsonParts
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    private readonly Stack<(int Start, int? Name)> _open = [];
    private int? _name;

    public List<Range> Members { get; } = [];

    public List<Range> Names { get; } = [];

    public List<Range> Values { get; } = [];

    public static JsonParts Of(ReadOnlySpan<byte> utf8)
    {
        var parts = new JsonParts();
        var reader = new Utf8JsonReader(utf8, Deep);
        try
        {
            while (reader.Read())
                parts.Add(ref reader);
        }
        catch (JsonException)
        {
            // The parts before the fault can still be mutated.
        }

        return parts;
    }

    private void Add(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = start;
                Names.Add(start..(start + reader.ValueSpan.Length + 2));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _open.Push((start, _name));
                _name = null;
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var opened = _open.Pop();
                Add(opened.Start, opened.Name, (int)reader.BytesConsumed);
                break;
            default:
                Add(start, _name, (int)reader.BytesConsumed);
                break;
        }
    }

    private void Add(int start, int? name, int end)
    {
        Values.Add(start..end);
        if (name is { } from)
            Members.Add(from..end);
        _name = null;
    }
}
