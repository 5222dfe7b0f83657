using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>A CloudFormation template as JSON. In YAML, the tags of functions are dropped and their arguments
/// stay.</summary>
internal static class TemplateFile
{
    /// <summary>CloudFormation takes 1 MB from S3.</summary>
    private const int MaximumLength = 1_000_000;

    private const int MaximumDepth = 64;

    /// <summary>Aliases make a small file large.</summary>
    private const int MaximumNodes = 200_000;

    /// <exception cref="TemplateException">The file cannot be read, or is neither JSON nor YAML.</exception>
    public static JsonNode Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaximumLength)
                throw new TemplateException($"{path} has more than {MaximumLength} bytes. A template has at most 1 MB.");
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException($"{path} cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is JsonException or YamlException)
        {
            throw new TemplateException($"{path} is neither JSON nor YAML: {e.Message}");
        }
    }

    private static JsonNode Parse(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..])
            return JsonNode.Parse(text)!;
        var yaml = new YamlStream();
        using var reader = new StringReader(text);
        yaml.Load(reader);
        var nodes = 0;
        return yaml.Documents is [var document]
            ? Convert(document.RootNode, 0, ref nodes)
            : throw new TemplateException($"The file has {yaml.Documents.Count} YAML documents. A template has one.");
    }

    private static JsonNode Convert(YamlNode node, int depth, ref int nodes)
    {
        if (depth > MaximumDepth || ++nodes > MaximumNodes)
            throw new TemplateException("The file is nested too deep or too large for a template.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                    members[key.ToString()] = Convert(value, depth + 1, ref nodes);
                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                    items.Add(Convert(item, depth + 1, ref nodes));
                return items;
            default:
                return JsonValue.Create(((YamlScalarNode)node).Value ?? "");
        }
    }
}
