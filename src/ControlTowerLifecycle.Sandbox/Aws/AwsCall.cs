using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>A call whose signature is valid: the caller, the operation and the parameters.</summary>
internal sealed record AwsCall(
    AwsServiceContract Contract, string Operation, JsonObject Input, Credential Credential, DateTimeOffset Now)
{
    public Principal Caller => Credential.Principal;

    /// <summary>The parameter, or null if it is absent or empty.</summary>
    public string? Text(string name) => Input[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
        JsonValue value => value.ToJsonString(),
        _ => throw Invalid($"Parameter {name} must be a string."),
    };

    /// <exception cref="AwsErrorException">The parameter is absent or empty.</exception>
    public string Required(string name) =>
        Text(name) ?? throw Invalid($"Value at '{name}' failed to satisfy constraint: Member must not be null");

    /// <summary>A whole number between <paramref name="minimum"/> and <paramref name="maximum"/>.</summary>
    public int Number(string name, int defaultValue, int minimum, int maximum)
    {
        if (Text(name) is not { } text)
            return defaultValue;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) || number < minimum
            || number > maximum)
            throw Invalid(
                $"Value '{text}' at '{name}' failed to satisfy constraint:"
                + $" Member must be between {minimum} and {maximum}");
        return number;
    }

    /// <summary>The members of a list; empty if the list is absent.</summary>
    public JsonArray List(string name) => Input[name] switch
    {
        null => [],
        JsonArray array => array,
        _ => throw Invalid($"Parameter {name} must be a list."),
    };

    public AwsErrorException Invalid(string message) => new(Contract.ValidationCode, message);
}
