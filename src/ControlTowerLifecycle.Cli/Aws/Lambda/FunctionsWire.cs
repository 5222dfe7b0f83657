using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Cli.Aws.Lambda;

/// <summary>The members of GetFunctionConfiguration's response that the tool reads.</summary>
internal sealed record FunctionConfigurationResponse
{
    public FunctionEnvironment? Environment { get; init; }

    public FunctionLogging? LoggingConfig { get; init; }

    public string? State { get; init; }

    public string? LastUpdateStatus { get; init; }
}

internal sealed record FunctionEnvironment
{
    public Dictionary<string, string>? Variables { get; init; }
}

internal sealed record FunctionLogging
{
    public string? LogGroup { get; init; }
}

internal sealed record MappingsResponse(IReadOnlyList<EventSourceMapping>? EventSourceMappings);

/// <param name="Uuid">The ID of the mapping.</param>
/// <param name="State">For example <c>Enabled</c>, <c>Disabling</c> or <c>Disabled</c>.</param>
internal sealed record EventSourceMapping([property: JsonPropertyName("UUID")] string Uuid, string State)
{
    /// <summary>The ARN of the queue.</summary>
    public string? EventSourceArn { get; init; }

    public bool IsEnabled => State is "Enabled" or "Enabling" or "Creating";

    public bool IsDisabled => State is "Disabled" or "Disabling";
}

internal sealed record MappingUpdate(bool Enabled);

[JsonSerializable(typeof(FunctionConfigurationResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MappingsResponse))]
[JsonSerializable(typeof(MappingUpdate))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
