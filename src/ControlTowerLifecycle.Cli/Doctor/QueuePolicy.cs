using System.IO.Enumeration;
using System.Text.Json;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>Whether the policy of a queue lets a rule of EventBridge send to it.</summary>
internal static class QueuePolicy
{
    private const string EventBridge = "events.amazonaws.com";

    /// <param name="policy">JSON text; null if the queue has none.</param>
    /// <param name="queueArn">The queue.</param>
    /// <param name="ruleArn">The rule.</param>
    /// <returns>Null if it depends on a condition that is not evaluated here.</returns>
    public static bool? Allows(string? policy, string queueArn, string ruleArn)
    {
        if (string.IsNullOrEmpty(policy))
            return false;

        var context = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:SourceArn"] = ruleArn,
            ["aws:SourceAccount"] = ruleArn.Split(':')[4],
            ["aws:SecureTransport"] = "true",
            ["aws:PrincipalIsAWSService"] = "true",
            ["aws:PrincipalServiceName"] = EventBridge,
        };
        try
        {
            using var document = JsonDocument.Parse(policy);
            return Evaluate(document.RootElement.GetProperty("Statement"), queueArn, context);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static bool? Evaluate(JsonElement statements, string queueArn, Dictionary<string, string> context)
    {
        bool? allowed = false;
        var list = statements.ValueKind == JsonValueKind.Array ? [.. statements.EnumerateArray()] : new[] { statements };
        foreach (var statement in list.Where(statement => Covers(statement, queueArn)))
        {
            var holds = Holds(statement, context);
            if (statement.GetProperty("Effect").GetString() == "Deny")
            {
                if (holds is true)
                    return false;
                allowed = holds is null ? null : allowed;
            }
            else if (holds is true && allowed is false)
            {
                allowed = true;
            }
            else if (holds is null && allowed is false)
            {
                allowed = null;
            }
        }

        return allowed;
    }

    private static bool Covers(JsonElement statement, string queueArn) =>
        (!statement.TryGetProperty("Action", out var actions)
            || Texts(actions).Any(action => Matches(action, "sqs:SendMessage", ignoreCase: true)))
        && (!statement.TryGetProperty("Resource", out var resources)
            || Texts(resources).Any(resource => Matches(resource, queueArn, ignoreCase: false)))
        && (!statement.TryGetProperty("Principal", out var principal) || IsEventBridge(principal));

    private static bool IsEventBridge(JsonElement principal) => principal.ValueKind == JsonValueKind.String
        ? principal.GetString() == "*"
        : principal.EnumerateObject().Any(kind => Texts(kind.Value).Any(name => name == "*" || name == EventBridge));

    private static bool? Holds(JsonElement statement, Dictionary<string, string> context)
    {
        if (!statement.TryGetProperty("Condition", out var condition))
            return true;

        bool? all = true;
        foreach (var operation in condition.EnumerateObject())
        {
            foreach (var key in operation.Value.EnumerateObject())
            {
                var holds = Holds(operation.Name, context.GetValueOrDefault(key.Name), Texts(key.Value));
                if (holds is false)
                    return false;
                all = holds is null ? null : all;
            }
        }

        return all;
    }

    /// <summary>A negative operator holds if the key is missing, as aws:PrincipalArn is for a service.</summary>
    private static bool? Holds(string operation, string? actual, string[] values)
    {
        const string Optional = "IfExists";
        var isOptional = operation.EndsWith(Optional, StringComparison.Ordinal);
        var name = isOptional ? operation[..^Optional.Length] : operation;
        var isNegative = name is "ArnNotEquals" or "ArnNotLike" or "StringNotEquals" or "StringNotLike";
        if (!isNegative && name is not ("ArnEquals" or "ArnLike" or "StringEquals" or "StringLike" or "StringEqualsIgnoreCase" or "Bool"))
            return null;

        return actual is null
            ? isNegative || isOptional
            : Array.Exists(values, value => Matches(value, actual, ignoreCase: name is "Bool" or "StringEqualsIgnoreCase")) != isNegative;
    }

    private static bool Matches(string pattern, string text, bool ignoreCase) =>
        FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase);

    private static string[] Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Texts)],
        JsonValueKind.String => [value.GetString()!],
        _ => [value.GetRawText()],
    };
}
