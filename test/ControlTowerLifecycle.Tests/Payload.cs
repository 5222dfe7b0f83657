using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Tests;

/// <summary>The files of Payloads/, which the build copies beside the tests.</summary>
internal static class Payload
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Payloads");

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The names of all files that match, in a stable order.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>The payload with the member at a path (<c>detail.eventName</c>) set to another value.</summary>
    public static byte[] With(string file, string path, string json)
    {
        var (root, parent, name) = Find(file, path);
        parent[name] = JsonNode.Parse(json);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>The payload without the member at a path.</summary>
    public static byte[] Without(string file, string path)
    {
        var (root, parent, name) = Find(file, path);
        parent.Remove(name);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    /// <summary>The paths of all members, outer ones first.</summary>
    public static IEnumerable<string> Paths(string file) =>
        Paths(JsonNode.Parse(Bytes(file))!.AsObject(), "");

    private static IEnumerable<string> Paths(JsonObject parent, string prefix)
    {
        foreach (var (name, child) in parent)
        {
            yield return prefix + name;
            if (child is not JsonObject inner)
                continue;

            foreach (var path in Paths(inner, $"{prefix}{name}."))
                yield return path;
        }
    }

    private static (JsonNode Root, JsonObject Parent, string Name) Find(string file, string path)
    {
        var root = JsonNode.Parse(Bytes(file))!;
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(root, (node, name) => node[name]!).AsObject();
        return parent.ContainsKey(names[^1])
            ? (root, parent, names[^1])
            : throw new ArgumentException($"{file} has no {path}", nameof(path));
    }
}
