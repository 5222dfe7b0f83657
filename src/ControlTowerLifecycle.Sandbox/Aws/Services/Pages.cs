using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Pages of lists. A token is opaque and valid only for the list that it was created for.</summary>
internal static class Pages
{
    /// <summary>A page of IAM: the request has MaxItems and Marker, the response IsTruncated and Marker.</summary>
    public static JsonObject Iam(AwsCall call, string name, JsonArray all, int pageSize)
    {
        var size = Math.Min(call.Number("MaxItems", 100, 1, 1000), pageSize);
        var from = Offset(call, "Marker")
            ?? throw AwsErrorException.Constraint("marker", "Member must be a marker of an earlier response");
        var truncated = from + size < all.Count;
        return new JsonObject
        {
            [name] = Cut(all, from, size),
            ["IsTruncated"] = truncated,
            ["Marker"] = truncated ? Token(call, from + size) : null,
        };
    }

    /// <summary>A page of Organizations: the request has MaxResults and NextToken, the response NextToken.</summary>
    public static JsonObject Organizations<T>(
        AwsCall call, string name, IReadOnlyList<T> all, int pageSize, Func<T, JsonObject> toJson)
    {
        var size = Math.Min(call.Number("MaxResults", pageSize, 1, 20), pageSize);
        var from = Offset(call, "NextToken")
            ?? throw call.Invalid("You specified an invalid value. INVALID_NEXT_TOKEN");
        var result = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(size).Select(toJson)]) };
        if (from + size < all.Count)
            result["NextToken"] = Token(call, from + size);
        return result;
    }

    /// <summary>A page of Control Tower: nextToken in the request and in the response.</summary>
    public static JsonObject Rest(AwsCall call, string name, IReadOnlyList<JsonObject> all, int pageSize)
    {
        var from = Offset(call, "nextToken") ?? throw call.Invalid("The nextToken is not valid.");
        var result = new JsonObject { [name] = new JsonArray([.. all.Skip(from).Take(pageSize)]) };
        if (from + pageSize < all.Count)
            result["nextToken"] = Token(call, from + pageSize);
        return result;
    }

    private static JsonArray Cut(JsonArray all, int from, int size) =>
        [.. all.Skip(from).Take(size).Select(entry => entry!.DeepClone())];

    private static string Token(AwsCall call, int offset) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{ListId(call)}:{offset}")));

    private static int? Offset(AwsCall call, string parameter)
    {
        if (call.Text(parameter) is not { } token)
            return 0;
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':');
        return parts.Length == 2 && parts[0] == ListId(call)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var offset)
            ? offset
            : null;
    }

    /// <summary>Binds a token to its list.</summary>
    private static string ListId(AwsCall call) =>
        AwsNames.Unique(
            "page", $"{call.Operation}/{call.Text("ParentId")}/{call.Text("ChildType")}/{call.Text("RoleName")}", 12);
}
