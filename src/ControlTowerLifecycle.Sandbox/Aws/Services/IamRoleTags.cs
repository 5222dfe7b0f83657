using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

internal sealed class IamRoleTags(SandboxOrganization organization)
{
    private const int MostTags = 50;

    public JsonObject Tag(AwsCall call)
    {
        var tags = Read(call, MostTags);
        IamParameters.Change(organization, call, role => role with { Tags = CheckQuota(role.Tags.SetItems(tags)) });
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
        return Pages.Iam(call, "Tags", ToJson(role.Tags), pageSize);
    }

    /// <summary>Reads and validates the tags of a request.</summary>
    public static ImmutableSortedDictionary<string, string> Read(AwsCall call, int maximum)
    {
        var list = call.List("Tags");
        if (list.Count > maximum)
            throw AwsErrorException.Constraint("tags", $"Member must have length less than or equal to {maximum}");
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in list)
        {
            var key = tag?["Key"]?.GetValue<string>()
                ?? throw AwsErrorException.Constraint("tags", "Member must not be null");
            var value = tag["Value"]?.GetValue<string>() ?? "";
            if (key.Length is 0 or > 128 || value.Length > 256 || !IsAllowed(key) || !IsAllowed(value))
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

    public static JsonArray ToJson(IEnumerable<KeyValuePair<string, string>> tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    private static ImmutableSortedDictionary<string, string> CheckQuota(
        ImmutableSortedDictionary<string, string> tags) => tags.Count <= MostTags
            ? tags
            : throw IamParameters.LimitExceeded($"Cannot exceed quota for TagsPerRole: {MostTags}");

    private static bool IsAllowed(string text) => text.All(character =>
        char.IsLetter(character) || char.IsSeparator(character) || char.IsNumber(character)
            || "_.:/=+-@".Contains(character, StringComparison.Ordinal));
}
