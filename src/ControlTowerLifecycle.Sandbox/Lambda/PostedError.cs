using System.Text.Json;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>Reads the error that a runtime posts to the Runtime API.</summary>
internal static partial class PostedError
{
    public static InvocationResult.FunctionError Read(string? typeHeader, string body)
    {
        var filedAs = FiledAs(typeHeader ?? "");
        try
        {
            using var json = JsonDocument.Parse(body);
            return new InvocationResult.FunctionError(
                Text(json.RootElement, "errorType") ?? filedAs,
                Text(json.RootElement, "errorMessage") ?? body,
                filedAs,
                body);
        }
        catch (JsonException)
        {
            return new InvocationResult.FunctionError(filedAs, body, filedAs, body);
        }
    }

    /// <summary>The type that the platform records. A type that is not well formed is recorded as unknown.</summary>
    public static string FiledAs(string type)
    {
        if (WellFormed().IsMatch(type))
            return type;
        return type.StartsWith("Function.", StringComparison.Ordinal) ? "Function.Unknown" : "Runtime.Unknown";
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [GeneratedRegex(
        @"^(Runtime|Function)\.[A-Z][A-Za-z]+$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WellFormed();
}
