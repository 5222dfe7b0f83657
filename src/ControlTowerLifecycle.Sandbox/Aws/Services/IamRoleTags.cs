using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>The tags of roles.</summary>
internal sealed class IamRoleTags(SandboxOrganization organization)
{
    private const int MostTags = 50;

    public JsonObject Tag(AwsCall call)
    {
        var tags = From(call, MostTags);
        IamParameters.Change(organization, call, role => role with { Tags = Within(role.Tags.SetItems(tags)) });
        return [];
    }

    public JsonObject Untag(AwsCall call)
    {
        var keys = call.List("TagKeys").Select(key => key!.GetValue<string>()).ToArray();
        IamParameters.Change(organization, call, role => role with { Tags = role.Tags.RemoveRange(keys) });
        return [];
    }

    public JsonObject List(AwsCall call, int pageSize)
    {
        var role = IamParameters.Role(organization, call);
        return Pages.Iam(call, "Tags", Shown(role.Tags), pageSize);
    }

    /// <summary>The tags in a request, judged one by one.</summary>
    public static ImmutableSortedDictionary<string, string> From(AwsCall call, int mostInRequest)
    {
        var list = call.List("Tags");
        if (list.Count > mostInRequest)
            throw AwsErrorException.Constraint("tags", $"Member must have length less than or equal to {mostInRequest}");
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in list)
        {
            var key = tag?["Key"]?.GetValue<string>() ?? throw AwsErrorException.Constraint("tags", "Member must not be null");
            var value = tag["Value"]?.GetValue<string>() ?? "";
            if (key.Length is 0 or > 128 || value.Length > 256 || !Allowed(key) || !Allowed(value))
                throw AwsErrorException.Constraint(
                    "tags", @"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*");
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw new AwsErrorException("InvalidInput", "User-defined tag keys can't start with: aws:");
            if (tags.Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new AwsErrorException(
                    "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            tags.Add(key, value);
        }

        return tags.ToImmutable();
    }

    public static JsonArray Shown(IEnumerable<KeyValuePair<string, string>> tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    private static ImmutableSortedDictionary<string, string> Within(ImmutableSortedDictionary<string, string> tags) =>
        tags.Count <= MostTags ? tags : throw IamParameters.LimitExceeded($"Cannot exceed quota for TagsPerRole: {MostTags}");

    private static bool Allowed(string text) => text.All(character =>
        char.IsLetter(character) || char.IsSeparator(character) || char.IsNumber(character)
            || "_.:/=+-@".Contains(character, StringComparison.Ordinal));
}
