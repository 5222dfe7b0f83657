using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>The Principal element of a trust or resource policy.</summary>
internal static class PolicyPrincipals
{
    private const string Everyone = "*";

    /// <summary>
    /// The AWS and federated principals of a statement, and the services if <paramref name="withServices"/>. No service assumes a
    /// role here.
    /// </summary>
    public static string[] Parse(JsonElement statement, bool withServices)
    {
        if (!statement.TryGetProperty("Principal", out var principal))
            throw new PolicyFormatException("Missing required field Principal");
        if (principal.ValueKind == JsonValueKind.String)
            return principal.GetString() == Everyone ? [Everyone] : throw Invalid(principal.GetString());
        if (principal.ValueKind != JsonValueKind.Object)
            throw new PolicyFormatException("Syntax errors in policy.");

        var names = new List<string>();
        foreach (var member in principal.EnumerateObject())
        {
            if (member.Name is not ("AWS" or "Service" or "Federated"))
                throw new PolicyFormatException($"Invalid principal in policy: \"{member.Name}\"");
            if (member.Name == "AWS")
                names.AddRange(PolicyTexts.Read(member.Value).Select(Check));
            if (member.Name == "Federated" || (member.Name == "Service" && withServices))
                names.AddRange(PolicyTexts.Read(member.Value));
        }

        return [.. names];
    }

    public static bool AnyMatches(string[] names, Principal caller) =>
        Array.Exists(names, name => Matches(name, caller));

    private static bool Matches(string name, Principal caller) =>
        name == Everyone
        || string.Equals(name, caller.AccountId, StringComparison.Ordinal)
        || string.Equals(name, $"arn:aws:iam::{caller.AccountId}:root", StringComparison.Ordinal)
        || string.Equals(name, caller.RoleArn, StringComparison.Ordinal)
        || string.Equals(name, caller.SessionArn, StringComparison.Ordinal);

    private static string Check(string name)
    {
        var isAccount = name.Length == 12 && name.All(char.IsAsciiDigit);
        var isArn = AwsNames.AccountOf(name) is not null && AwsNames.ResourceOf(name) is { Length: > 0 } resource
            && (resource == "root" || resource.Contains('/', StringComparison.Ordinal));
        return name == Everyone || isAccount || isArn ? name : throw Invalid(name);
    }

    private static PolicyFormatException Invalid(string? name) =>
        new($"Invalid principal in policy: \"AWS\":\"{name}\"");
}

/// <summary>Reads a policy value: one string or a list of strings.</summary>
internal static class PolicyTexts
{
    public static string[] Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Read)],
        _ => throw new PolicyFormatException("Syntax errors in policy."),
    };
}
