using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// Where a walk stands: before which page. What it holds is bounded by the siblings along one path, so that 1,000 units
/// side by side make some 20 KB; it grows neither with accounts nor with what has been walked.
/// </summary>
/// <param name="NextToken">Asks for the page; null for the first page of a list.</param>
/// <param name="Levels">
/// The units still to be walked, the outermost level first; the first of each level is the one the walk is in, the
/// first of the last level the one whose pages are read. Null where all accounts are read as one list.
/// </param>
/// <param name="Above">The units above the outermost level, outermost first.</param>
/// <param name="Found">
/// Null while the accounts of a unit are read; then the units in it, as far as they have been read.
/// </param>
internal sealed record WalkPosition(
    string? NextToken,
    IReadOnlyList<IReadOnlyList<string>>? Levels = null,
    IReadOnlyList<string>? Above = null,
    IReadOnlyList<string>? Found = null)
{
    /// <summary>The whole organization as one list, from its start.</summary>
    public static WalkPosition List { get; } = new(NextToken: null);

    /// <summary>The root or unit whose pages are read.</summary>
    [JsonIgnore]
    public string Unit => Levels![^1][0];

    /// <summary>The units that the accounts of <see cref="Unit"/> lie in, outermost first, the root left out.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Units =>
    [
        .. (Above ?? []).Concat(Levels!.Select(level => level[0]))
            .Where(id => id.StartsWith("ou-", StringComparison.Ordinal)),
    ];

    /// <summary>Before the first page of some units with all below them.</summary>
    public static WalkPosition In(IReadOnlyList<string> units, IReadOnlyList<string> above) =>
        new(NextToken: null, [units], above);

    /// <summary>
    /// After the units in <see cref="Unit"/> have been read: in the first of them or, where there is none, in the next
    /// unit; null at the end.
    /// </summary>
    public WalkPosition? After(IReadOnlyList<string> found)
    {
        if (found.Count > 0)
            return this with { NextToken = null, Levels = [.. Levels!, found], Found = null };

        for (var depth = Levels!.Count; depth > 0; depth--)
        {
            if (Levels[depth - 1] is { Count: > 1 } level)
            {
                return this with
                {
                    NextToken = null,
                    Levels = [.. Levels.Take(depth - 1), [.. level.Skip(1)]],
                    Found = null,
                };
            }
        }

        return null;
    }

    public override string ToString() => JsonSerializer.Serialize(this, WalkPositionContext.Default.WalkPosition);

    /// <summary>Reads what <see cref="ToString"/> wrote, or null where it is anything else.</summary>
    public static WalkPosition? Read(string? text)
    {
        if (text is null)
            return null;

        try
        {
            var position = JsonSerializer.Deserialize(text, WalkPositionContext.Default.WalkPosition);
            return position?.Levels is { } levels && (levels.Count == 0 || levels.Any(level => level is not [_, ..]))
                ? null
                : position;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WalkPosition))]
internal sealed partial class WalkPositionContext : JsonSerializerContext;
