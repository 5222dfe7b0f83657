using System.Globalization;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>A call that has passed the signature check: who, what, with which parameters.</summary>
internal sealed record AwsCall(
    AwsServiceContract Contract, string Operation, JsonObject Input, Credential Credential, DateTimeOffset Now)
{
    public Principal Caller => Credential.Principal;

    /// <summary>The parameter, or null where it is absent or empty.</summary>
    public string? Text(string name) => Input[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
        JsonValue value => value.ToJsonString(),
        _ => throw Invalid($"Parameter {name} must be a text."),
    };

    /// <summary>The parameter, which must be there.</summary>
    public string Required(string name) =>
        Text(name) ?? throw Invalid($"Value at '{name}' failed to satisfy constraint: Member must not be null");

    /// <summary>A whole number within its bounds, which count as the bounds of the parameter's constraint.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
            return otherwise;
        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) || number < least
            || number > most)
            throw Invalid(
                $"Value '{text}' at '{name}' failed to satisfy constraint: Member must be between {least} and {most}");
        return number;
    }

    /// <summary>The members of a list; empty where it is absent.</summary>
    public JsonArray List(string name) => Input[name] switch
    {
        null => [],
        JsonArray array => array,
        _ => throw Invalid($"Parameter {name} must be a list."),
    };

    public AwsErrorException Invalid(string message) => new(Contract.ValidationCode, message);
}
